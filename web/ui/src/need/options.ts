// SPDX-License-Identifier: GPL-3.0-or-later
// Vocabulary entries as the options of selects and cascaders. Pure; tested in options.test.ts.
import type { VocabularyEntry } from '../api/types';

// A type, not an interface: Element Plus wants options with an index signature, which only a type has.
export type Option = { value: string; label: string; children?: Option[] };

/**
 * The entries as a tree, in the order of the list. An entry whose parent is not in the list becomes a
 * root: region codes such as 429004 hang under a province, but a bureau may ship a part of the tree.
 */
export function optionTree(entries: readonly VocabularyEntry[], label: (entry: VocabularyEntry) => string): Option[] {
  const nodes = new Map(entries.map((entry) => [entry.code, { value: entry.code, label: label(entry) } as Option]));
  const roots: Option[] = [];
  for (const entry of entries) {
    const node = nodes.get(entry.code);
    if (!node) continue;
    const parent = entry.parent && entry.parent !== entry.code ? nodes.get(entry.parent) : undefined;
    if (parent) (parent.children ??= []).push(node);
    else roots.push(node);
  }
  return roots;
}
