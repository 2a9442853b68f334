// SPDX-License-Identifier: GPL-3.0-or-later
// What the status page says of the shards that searches ask (openapi.yaml, Shard and ShardSet): of each how it stands, of all
// whether answers are whole. Pure; tested in shards.test.ts.
import type { Shard, ShardSet } from '../api/types';

/**
 * in_use: answers hold its records. other: it answers, but is of another generation than most, and comes back by itself once they
 * agree. unused: it answers and is not used for another reason, which its message or the set's problem says. away: it answered
 * before, and comes back by itself when it answers again. unseen: it has not answered yet.
 */
export type ShardStanding = 'in_use' | 'other' | 'unused' | 'away' | 'unseen';

export interface ShardRow {
  number: number;
  /** As configured; empty for a reader who may not see it. */
  name: string;
  standing: ShardStanding;
  /** UTC; empty while it answers. */
  since: string;
  /** This and the two below as last seen; empty and null where it was never seen. */
  generation: string;
  seq: number | null;
  documents: number | null;
  message: string;
}

function standingOf(shard: Shard, set: ShardSet | undefined): ShardStanding {
  if (!shard.answers) return shard.generation ? 'away' : 'unseen';
  if (shard.used) return 'in_use';
  return set && set.generation && shard.generation !== set.generation ? 'other' : 'unused';
}

/** One row per shard, in the order of the configuration. */
export function shardRows(shards: readonly Shard[], set: ShardSet | undefined): ShardRow[] {
  return shards.map((shard) => ({
    number: shard.number,
    name: shard.name ?? '',
    standing: standingOf(shard, set),
    since: shard.answers ? '' : shard.since ?? '',
    generation: shard.generation,
    seq: shard.generation ? shard.seq : null,
    documents: shard.generation ? shard.documents ?? null : null,
    message: shard.message ?? '',
  }));
}

/** whole: answers hold all of the generation. part: some shards are away. broken: what is configured is no whole generation. none: nothing answers. */
export type SetStanding = 'whole' | 'part' | 'broken' | 'none';

export function setStanding(set: ShardSet): SetStanding {
  if (set.whole) return 'whole';
  if (!set.expected) return 'none';
  return set.problem || set.found === set.expected ? 'broken' : 'part';
}
