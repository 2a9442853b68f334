// SPDX-License-Identifier: GPL-3.0-or-later
// Facet values as the server sends them — a forest with counts, most frequent first — and the two
// questions the page has about them. Pure; tested in facet_tree.test.ts.
import type { FacetValue } from '../api/types';

/** The entry with this code, wherever it hangs. */
export function findValue(values: readonly FacetValue[], code: string): FacetValue | undefined {
  for (const value of values) {
    if (value.code === code) return value;
    const below = findValue(value.children ?? [], code);
    if (below) return below;
  }
  return undefined;
}

/** Whether a selected value hangs below this one: its branch is then shown open. */
export function holdsSelected(value: FacetValue, selected: readonly string[]): boolean {
  return (value.children ?? []).some((child) => selected.includes(child.code) || holdsSelected(child, selected));
}

/**
 * The first `limit` values, and any selected one further down: a filter that is in force is never
 * hidden behind "more".
 */
export function shown(values: readonly FacetValue[], selected: readonly string[], limit: number): FacetValue[] {
  return values.filter((value, index) => index < limit || selected.includes(value.code) || holdsSelected(value, selected));
}
