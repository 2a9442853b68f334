// SPDX-License-Identifier: GPL-3.0-or-later
// Short names for the shapes of the contract. The shapes themselves are generated from
// ../openapi.yaml (`npm run types`), so a change of the contract shows up as a type error here.
import type { components, operations } from './schema';

type Schemas = components['schemas'];

export type Coded = Schemas['Coded'];
export type Part = Schemas['Part'];
export type Fragment = Schemas['Fragment'];
export type Card = Schemas['Card'];
export type Hit = Schemas['Hit'];
export type FacetValue = Schemas['FacetValue'];
export type Facets = Schemas['Facets'];
export type Note = Schemas['Note'];
export type Total = Schemas['Total'];
export type SearchResult = Schemas['SearchResult'];
export type SuggestResult = Schemas['SuggestResult'];
export type Suggestion = SuggestResult['suggestions'][number];
export type QueqiaoRecord = Schemas['Record'] & { [field: string]: unknown };
export type RecordResult = Schemas['RecordResult'];
export type Match = Schemas['Match'];
export type MatchResult = Schemas['MatchResult'];
export type Together = Schemas['Together'];
export type MatchRequest = Schemas['MatchRequest'];
export type Explanation = Schemas['Explanation'];
export type ExplainedRecord = Schemas['ExplainedRecord'];
export type Advice = Schemas['Advice'];
export type Coaching = Schemas['Coaching'];
export type Decision = Schemas['Decision'];
export type NewDecision = Schemas['NewDecision'];
export type RecordedDecision = Schemas['RecordedDecision'];
export type ListedDecision = Schemas['ListedDecision'];
export type DecisionList = Schemas['DecisionList'];
export type Receipt = Schemas['Receipt'];
export type ReceiptState = Schemas['ReceiptState'];
export type Diagnostic = Schemas['Diagnostic'];
export type ErrorBody = Schemas['Error'];
export type Vocabularies = Schemas['Vocabularies'];
export type VocabularyEntry = Schemas['VocabularyEntry'];
export type Status = Schemas['Status'];
export type Job = Schemas['Job'];
export type Shard = Schemas['Shard'];
export type ShardSet = Schemas['ShardSet'];

export type Kind = Card['kind'];
export type Direction = MatchRequest['to'];
export type DecisionParameters = NonNullable<operations['decisions']['parameters']['query']>;
export type SearchParameters = NonNullable<operations['search']['parameters']['query']>;
export type Sort = NonNullable<SearchParameters['sort']>;
