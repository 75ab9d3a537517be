import { serialize } from 'node:v8';
import { expect, it } from 'vitest';
import { answerMessages, AnswerReader } from './answer-parts.ts';
import type { Answer } from './libsql-connection.ts';
import type { AnswerPart } from './thread-messages.ts';

const LIMIT = 256 * 1024;

const answer = (rows: readonly (readonly unknown[])[]): Answer => ({
  columns: (rows[0] ?? []).map((_, index) => `column ${index}`),
  types: (rows[0] ?? []).map(() => 'TEXT'),
  rows,
  changes: 0,
});

const ANSWERS: readonly (readonly [string, readonly Answer[]])[] = [
  ['nothing', []],
  ['no rows', [answer([])]],
  ['a row', [answer([[1, 'a', null, 1.5]])]],
  ['many small rows', [answer(Array.from({ length: 20_000 }, (_, n) => [n, `job-${n}`]))]],
  ['rows of 500 characters', [answer(Array.from({ length: 3_000 }, (_, n) => [n, 'ü'.repeat(500)]))]],
  [
    'records with long texts',
    [answer(Array.from({ length: 40 }, () => ['x'.repeat(65_536), '€'.repeat(65_536)]))],
  ],
  ['a value of 3 MB between small ones', [answer([['a'], ['😀'.repeat(800_000)], ['b']])]],
  ['bytes', [answer([[new Uint8Array(700_000).fill(7)], [new Uint8Array(3)]])]],
  [
    'texts just short enough to travel whole',
    [answer(Array.from({ length: 30 }, () => ['€'.repeat(19_999)]))],
  ],
  ['several answers', [answer([['a']]), answer(Array.from({ length: 900 }, (_, n) => [n])), answer([])]],
];

it.each(ANSWERS)('%s: arrives as it was, in messages of at most 256 KB and 500 rows', (_name, answers) => {
  const reader = new AnswerReader();
  const messages: (readonly AnswerPart[])[] = [];
  const generator = answerMessages(answers);
  for (let next = generator.next(); ; next = generator.next()) {
    messages.push(next.value);
    if (next.done === true) break;
  }
  for (const message of messages) {
    expect(serialize(message).length).toBeLessThanOrEqual(LIMIT);
    const rows = message.flatMap((part) => (part.kind === 'rows' ? part.rows : []));
    expect(rows.length).toBeLessThanOrEqual(500);
    for (const part of structuredClone(message)) reader.take(part);
  }
  const plain = (given: readonly Answer[]) =>
    given.map(({ columns, rows }) => ({
      columns,
      rows: rows.map((row) => row.map((value) => (value instanceof Uint8Array ? [...value] : value))),
    }));
  expect(plain(reader.answers)).toEqual(plain(answers));
});
