import { describe, expect, it } from 'vitest';
import { jsonProblem } from '../form/json-problem.ts';
import { paramFields, readParams, typedParams, withoutSecrets } from './param-fields.ts';

const SCHEMA = {
  type: 'object',
  properties: {
    to: { type: 'string', title: 'Recipient', description: 'An address' },
    limit: { type: 'integer', minimum: 1, default: 10 },
    isDry: { type: 'boolean' },
    level: { type: 'string', enum: ['info', 'warn'] },
    day: { type: 'string', format: 'date' },
    tags: { type: 'array', items: { type: 'string' } },
  },
  required: ['to', 'limit'],
};
const fields = paramFields(SCHEMA) ?? [];
const read = (typed: Parameters<typeof readParams>[1], given = {}) =>
  readParams(fields, typed, given, jsonProblem);

describe('the fields of a schema', () => {
  it('have the kind of each property, and JSON for the rest', () => {
    expect(fields.map(({ name, kind, isRequired }) => [name, kind, isRequired])).toEqual([
      ['to', 'text', true],
      ['limit', 'number', false],
      ['isDry', 'boolean', false],
      ['level', 'choice', false],
      ['day', 'date', false],
      ['tags', 'json', false],
    ]);
    expect(fields[0]).toMatchObject({ label: 'Recipient', description: 'An address' });
  });

  it('are none where a schema names no properties', () => {
    expect([paramFields(null), paramFields({ type: 'object' }), paramFields({ type: 'string' })]).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe('what is typed', () => {
  it('begins with the given params and the defaults', () => {
    expect(typedParams(fields, { to: 'ann', tags: ['a'] })).toMatchObject({
      to: 'ann',
      limit: '10',
      tags: '[\n  "a"\n]',
    });
  });

  it('becomes params with values of their types', () => {
    const typed = { to: 'ann', limit: '5', isDry: false, level: 'warn', day: '2026-02-01', tags: '["a"]' };
    expect(read(typed)).toEqual({
      params: { to: 'ann', limit: 5, isDry: false, level: 'warn', day: '2026-02-01', tags: ['a'] },
      problems: {},
    });
  });

  it('leaves out what is empty and not required, and keeps what has no field', () => {
    expect(read({ to: '', limit: '', level: '' }, { limit: 3, more: 1 }).params).toEqual({ to: '', more: 1 });
  });

  it('says where JSON is wrong, and leaves to the rules what is no number', () => {
    expect(read({ to: 'ann', limit: 'many', tags: '[' })).toEqual({
      params: { to: 'ann', limit: 'many' },
      problems: { tags: expect.stringContaining('Line 1') as string },
    });
  });
});

it('params with a secret in them cannot be sent again, since only a mark of it is recorded', () => {
  expect(withoutSecrets({ to: 'ann', token: '[redacted]', deep: { url: 'x://[redacted]@y' } })).toEqual({
    params: { to: 'ann' },
    secrets: ['token', 'deep'],
  });
});
