// SPDX-License-Identifier: GPL-3.0-or-later
// Which fields of a record the page shows where. Everything not named here is still shown, under
// "other fields": the format keeps unknown fields (corpus/FORMAT.md), so must the page. Pure.
import type { Direction, Kind, QueqiaoRecord } from '../api/types';

export interface Section {
  /** `texts` are paragraphs with a heading, `facts` short values in a two-column list. */
  style: 'texts' | 'facts';
  fields: readonly string[];
}

const LAYOUT: Record<Kind, readonly Section[]> = {
  achievement: [
    { style: 'texts', fields: ['teaser', 'summary', 'innovation_points', 'application_scenarios'] },
    { style: 'facts', fields: ['owner_org', 'partner_orgs', 'members', 'region', 'tech_field', 'industry', 'discipline', 'keywords',
      'stage', 'trl', 'trl_evidence', 'category', 'level', 'attribute', 'embodiment', 'application_status', 'evaluation',
      'cooperation_modes', 'price_mode', 'price_min', 'price_max', 'trial_free', 'ip_rights', 'registration_no',
      'registration_date', 'source_project', 'start_date', 'end_date', 'contact', 'visibility', 'expires_on', 'confirmed_on'] },
  ],
  need: [
    { style: 'texts', fields: ['teaser', 'problem', 'key_tech', 'goal', 'existing_basis', 'solver_conditions'] },
    { style: 'facts', fields: ['enterprise_name', 'competent_dept', 'region', 'town', 'need_type', 'tech_field', 'industry', 'keywords',
      'solve_modes', 'cooperation_modes', 'solicitation_mode', 'budget', 'budget_gov', 'budget_to_solver', 'ip_ownership',
      'start', 'deadline', 'min_trl', 'accept_regions', 'preferred_partners', 'excluded_orgs', 'activity_type', 'discipline',
      'contact', 'visibility'] },
  ],
  expert: [
    { style: 'texts', fields: ['research', 'skills', 'achievements'] },
    { style: 'facts', fields: ['org_name', 'dept', 'title', 'post', 'degree', 'education', 'tier', 'roles', 'tech_field', 'industry',
      'discipline', 'keywords', 'region', 'service_regions', 'capacity', 'linked_results', 'linked_patents', 'linked_projects',
      'avoid_orgs', 'avoid_persons', 'contact', 'confirmed_on'] },
  ],
  enterprise: [
    { style: 'texts', fields: ['profile'] },
    { style: 'facts', fields: ['aliases', 'org_kind', 'industry', 'region', 'address', 'postcode', 'main_products', 'tiers',
      'innovation_score', 'platforms', 'rd_staff', 'rd_spend', 'revenue_band', 'competent_dept', 'legal_rep', 'contact'] },
  ],
};

/** Shown elsewhere on the page: in the heading, as links, in the table of indicators, or in the foot. */
const ELSEWHERE = new Set(['id', 'kind', 'name', 'indicators', 'updated_at', 'status', 'owner_org_id', 'enterprise_id', 'org_id', 'source_system']);

const DIRECTIONS: Record<Kind, readonly Direction[]> = {
  need: ['achievement', 'expert', 'similar'],
  achievement: ['need', 'similar'],
  expert: ['need', 'similar'],
  enterprise: [],
};

export function isPresent(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false;
  if (Array.isArray(value)) return value.length > 0;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

/** The title of a record: of an expert and an organisation it is the name. */
export function titleOf(record: QueqiaoRecord): string {
  const key = record.kind === 'expert' || record.kind === 'enterprise' ? 'name' : 'title';
  return typeof record[key] === 'string' ? record[key] : record.id ?? '';
}

/** The sections with those of their fields that the record holds. */
export function sectionsOf(record: QueqiaoRecord): Section[] {
  return LAYOUT[record.kind]
    .map(({ style, fields }) => ({ style, fields: fields.filter((field) => isPresent(record[field])) }))
    .filter(({ fields }) => fields.length > 0);
}

export function otherFields(record: QueqiaoRecord): string[] {
  const known = new Set(LAYOUT[record.kind].flatMap(({ fields }) => fields));
  const title = record.kind === 'expert' ? '' : 'title';
  return Object.keys(record).filter((field) =>
    field !== title && !known.has(field) && !ELSEWHERE.has(field) && isPresent(record[field]));
}

export function directionsOf(kind: Kind): readonly Direction[] {
  return DIRECTIONS[kind];
}

/** The record that holds this field's organisation or results, where the record names its id. */
export function linkOf(record: QueqiaoRecord, field: string): string | undefined {
  const key = { owner_org: 'owner_org_id', enterprise_name: 'enterprise_id', org_name: 'org_id' }[field];
  const id = key ? record[key] : undefined;
  return typeof id === 'string' && id ? id : undefined;
}
