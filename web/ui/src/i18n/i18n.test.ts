// SPDX-License-Identifier: GPL-3.0-or-later
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { en } from './en';
import { half, language, listed, named } from './index';
import { remark } from './remark';
import { zh } from './zh';

afterEach(() => { language.value = 'zh'; });

const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

it('both dictionaries have the same keys and the same places to fill in', () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
  for (const [key, text] of Object.entries(zh)) {
    expect([key, places(en[key as keyof typeof zh])]).toEqual([key, places(text)]);
  }
});

it('no text is empty', () => {
  for (const text of [...Object.values(zh), ...Object.values(en)]) expect(text.trim()).not.toBe('');
});

// A name without a text is shown as it is, which is English in a Chinese page: what the server names today must all have one.
it.each([
  ['field', /^schema\.cc$/, /^ *\{?\{"(\w+)", |\}, +\{"(\w+)", /gm, 15],
  ['phase', /^build\w*\.cc$/, /tell\("(\w+)"/g, 7],
] as const)('every %s that %s in indexer names has a text', (group, files, pattern, least) => {
  const room = new URL('../../../../indexer/', import.meta.url);
  const source = readdirSync(room).filter((name) => files.test(name)).map((name) => readFileSync(new URL(name, room), 'utf8')).join('\n');
  const names = new Set([...source.matchAll(pattern)].map(([, first, second]) => first ?? second));
  expect(names.size).toBeGreaterThanOrEqual(least);
  expect([...names].filter((name) => named(group, name) === name)).toEqual([]);
});

it('of an error in both languages the reader gets one', () => {
  const both: [string, string, string][] = [
    ['没有这个地址 / no such path', '没有这个地址', 'no such path'],
    ['地址见 /openapi.yaml / the paths are in /openapi.yaml', '地址见 /openapi.yaml', 'the paths are in /openapi.yaml'],
    ['是否指 420000（湖北省）/ did you mean 420000?', '是否指 420000（湖北省）', 'did you mean 420000?'],
    ['see / the documentation', 'see / the documentation', 'see / the documentation'],
    ['只有中文', '只有中文', '只有中文'],
    ['见 / see /api/v1/vocabularies', '见 /api/v1/vocabularies', 'see /api/v1/vocabularies'],
    ['例如 / such as ["420000"]', '例如 ["420000"]', 'such as ["420000"]'],
    ['例如 / such as 420000', '例如 420000', 'such as 420000'],
    ['写作 Authorization: Bearer 令牌 / write Authorization: Bearer TOKEN', '写作 Authorization: Bearer 令牌', 'write Authorization: Bearer TOKEN'],
    ['可选 / choices: relevance, date', '可选：relevance, date', 'choices: relevance, date'],
    ['可用参数 / known parameters: q, size', '可用参数：q, size', 'known parameters: q, size'],
    ['可选的方向 / from need there is: expert, similar', '可选的方向：expert, similar', 'from need there is: expert, similar'],
    ['可用 GET, HEAD / allowed: GET, HEAD', '可用 GET, HEAD', 'allowed: GET, HEAD'],
    ['原因见 diagnostics / see the diagnostics', '原因见 diagnostics', 'see the diagnostics'],
    ['这里不用参数 / none are taken here', '这里不用参数', 'none are taken here'],
  ];
  for (const [text, zhHalf, enHalf] of both) {
    language.value = 'zh';
    expect(half(text)).toBe(zhHalf);
    language.value = 'en';
    expect(half(text)).toBe(enHalf);
  }
});

it('what is said of a field is said in the language of the page', () => {
  const said = { code: 'unknown_value', message: 'field "region" (所在地): "火星" is not in the vocabulary', hint: 'see the list' };
  expect(remark(said)).toEqual({ message: '不在可选的值之内', hint: '' });
  expect(remark({ code: 'new_code', message: 'field "region": odd', hint: '' })).toEqual({ message: 'odd', hint: '' });
  language.value = 'en';
  expect(remark(said)).toEqual({ message: '"火星" is not in the vocabulary', hint: 'see the list' });
  expect(remark({ code: 'missing', message: 'field "goal" (预期目标) is missing' }).message).toBe('is missing');
  expect(listed(['a', 'b'])).toBe('a, b');
});
