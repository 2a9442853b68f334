// SPDX-License-Identifier: GPL-3.0-or-later
import { describe, expect, it } from 'vitest';
import type { Shard, ShardSet } from '../api/types';
import { setStanding, shardRows } from './shards';

const SET: ShardSet = { configured: 3, generation: 'gen-000003', expected: 3, found: 3, whole: true };

function shard(number: number, changed: Partial<Shard> = {}): Shard {
  return { number, answers: true, used: true, generation: 'gen-000003', seq: 40, documents: 1000, name: `tcp://s${number}:7700`, ...changed };
}

describe('the rows of the shards', () => {
  it('say of each how it stands, in the order of the configuration', () => {
    const rows = shardRows([
      shard(1),
      shard(2, { used: false, generation: 'gen-000002' }),
      shard(3, { answers: false, used: false, since: '2026-03-05T08:00:00Z', message: 'refused' }),
      shard(4, { answers: false, used: false, generation: '', seq: 0, documents: undefined, since: '2026-03-05T08:00:00Z' }),
      shard(5, { used: false, message: 'there twice' }),
    ], SET);
    expect(rows.map((row) => row.standing)).toEqual(['in_use', 'other', 'away', 'unseen', 'unused']);
    expect(rows.map((row) => row.number)).toEqual([1, 2, 3, 4, 5]);
    expect(rows[2]).toEqual({
      number: 3, name: 'tcp://s3:7700', standing: 'away', since: '2026-03-05T08:00:00Z', generation: 'gen-000003', seq: 40, documents: 1000, message: 'refused',
    });
  });

  it('keep what was last seen of one that is away, and nothing of one that was never seen', () => {
    const [away, unseen] = shardRows([shard(1, { answers: false, used: false }), shard(2, { answers: false, used: false, generation: '', seq: 0 })], SET);
    expect([away.seq, away.documents]).toEqual([40, 1000]);
    expect([unseen.seq, unseen.documents]).toEqual([null, null]);
  });

  it('do without what a reader may not see, and since while it answers', () => {
    const [row] = shardRows([shard(1, { name: undefined, documents: undefined, message: undefined, since: '2026-03-05T08:00:00Z' })], undefined);
    expect(row).toEqual({ number: 1, name: '', standing: 'in_use', since: '', generation: 'gen-000003', seq: 40, documents: null, message: '' });
  });
});

describe('the set of the shards', () => {
  it.each<[Partial<ShardSet>, ReturnType<typeof setStanding>]>([
    [{}, 'whole'],
    [{ found: 2, whole: false, missing_documents: 1000 }, 'part'],
    [{ whole: false, problem: 'shard 2 is there twice' }, 'broken'],
    [{ whole: false }, 'broken'],
    [{ generation: '', expected: 0, found: 0, whole: false }, 'none'],
    [{ generation: '', expected: 0, found: 0, whole: false, problem: 'no shard answers' }, 'none'],
  ])('%o is %s', (changed, standing) => {
    expect(setStanding({ ...SET, ...changed })).toBe(standing);
  });
});
