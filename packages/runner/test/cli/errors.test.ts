import { BY_TEST } from '@zenpulse/core/testing';
import type { ErrorGroup } from '@zenpulse/present';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fields } from '../fields.ts';
import { createSandbox, type Sandbox } from '../sandbox.ts';
import { zenpulse } from './zenpulse.ts';

const HOUR = 3_600_000;

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox();
});
afterEach(() => sandbox.close());

const errors = (...flags: string[]) => zenpulse(sandbox.folder, ['errors', ...flags]);
const inJson = async (...flags: string[]) => {
  const { code, stdout, stderr } = await errors('--json', ...flags);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as ErrorGroup[];
};

/** Two groups of errors, of which the second is two days old, and no execution. */
async function failed(): Promise<void> {
  const backend = await sandbox.backend();
  const { id } = await backend.schedules.create(fields({ jobKey: 'mail' }), BY_TEST);
  const now = backend.clock.now();
  const group = { exceptionType: 'TypeError', lastExecutionId: null, lastScheduleId: id };
  await backend.stats.add(
    [],
    { writer: 'w', number: 1 },
    {
      recent: [],
      rollup: [],
      errors: [
        {
          ...group,
          fingerprint: 'f1',
          jobKey: 'mail',
          message: 'no\u001b[31m host',
          count: 48,
          firstAt: now - 2 * HOUR,
          lastAt: now - HOUR,
        },
        {
          ...group,
          fingerprint: 'f2',
          jobKey: 'old',
          message: null,
          count: 1,
          firstAt: now - 48 * HOUR,
          lastAt: now - 48 * HOUR,
        },
      ],
    },
  );
}

describe('zenpulse errors', () => {
  it('lists groups, the newest first, by job and since when, in words and in JSON', async () => {
    await failed();
    expect((await inJson()).map(({ fingerprint, count }) => [fingerprint, count])).toEqual([
      ['f1', 48],
      ['f2', 1],
    ]);
    expect(await inJson('--job', 'old')).toHaveLength(1);
    expect(await inJson('--since', '24 hours')).toMatchObject([{ fingerprint: 'f1' }]);
    expect(await inJson('--since', '2020-01-31', '--limit', '1')).toHaveLength(1);
    const { stdout } = await errors();
    expect(stdout).toMatch(/^LAST \(UTC\) +COUNT +FIRST \(UTC\) +JOB +ERROR +EXECUTION\n/);
    expect(stdout).toMatch(/ 48 .* mail +TypeError: no \[31m host +-\n/);
  });

  it('says that there is none where there is no database, and makes none', async () => {
    const { code, stdout, stderr } = await errors();
    expect([code, stdout.startsWith('There is no such error in ')]).toEqual([0, true]);
    expect(stderr).toMatch(/^note: there is no database yet at /);
  });

  it.each([
    ['--since', 'yesterday'],
    ['--limit', '0'],
    ['--status', 'fail'],
  ])('refuses %s %s', async (...flags) => {
    expect((await errors(...flags)).code).toBe(2);
  });
});
