import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { paramsIssues } from './params-schema.ts';

const schema = z.toJSONSchema(
  z.object({
    to: z.string(),
    limit: z.int().min(1).optional(),
    more: z.object({ dryRun: z.boolean() }).optional(),
  }),
  { io: 'input' },
) as Record<string, unknown>;

describe('params and the JSON schema of their job', () => {
  it('fit', () => {
    expect(paramsIssues(schema, { to: 'a', limit: 5 })).toEqual([]);
    expect(paramsIssues(schema, { to: 'a', more: { dryRun: true } })).toEqual([]);
  });

  it.each([
    [{}, ['params.to']],
    [{ to: 5 }, ['params.to']],
    [{ to: 'a', limit: 0 }, ['params.limit']],
    [{ to: 'a', more: { dryRun: 'yes' } }, ['params.more.dryRun']],
    [{ limit: 'x' }, ['params.to', 'params.limit']],
  ])('do not fit: %j', (params, paths) => {
    expect(paramsIssues(schema, params).map(({ path }) => path)).toEqual(paths);
  });

  it('say what was expected', () => {
    expect(paramsIssues(schema, { to: 5 })).toEqual([
      { path: 'params.to', message: 'expected string, received number' },
    ]);
  });

  it('name the field that a strict schema does not know', () => {
    const strict = z.toJSONSchema(z.strictObject({ to: z.string() }), { io: 'input' }) as Record<
      string,
      unknown
    >;
    expect(paramsIssues(strict, { to: 'a', too: 'b' })).toEqual([
      { path: 'params.too', message: 'unknown field' },
    ]);
  });

  it('pass where the schema cannot be checked here', () => {
    expect(paramsIssues({ type: 'object', if: {}, then: {} }, { to: 5 })).toEqual([]);
  });

  it('are checked as often as wanted, ids in the schema or not', () => {
    const named = { ...schema, id: 'params-of-a-job' };
    expect([paramsIssues(named, { to: 'a' }), paramsIssues(named, { to: 'a' })]).toEqual([[], []]);
  });
});
