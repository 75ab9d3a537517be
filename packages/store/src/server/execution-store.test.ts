import { createRecordingLogger, REFERENCE_INSTANT, sampleExecution } from '@zenpulse/core/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ServerSubject } from '../testing/server-database.ts';
import { describeOnServers } from '../testing/servers.ts';

describeOnServers('a batch of executions', (database) => {
  const logger = createRecordingLogger();
  let subject: ServerSubject;
  beforeEach(async () => {
    subject = await database.subject(logger);
  });
  afterEach(() => subject.close());

  const ids = async () => {
    const { items } = await subject.backend.executions.list({}, { limit: 1_000 });
    return items.map(({ id }) => id).sort();
  };

  it('takes text that PostgreSQL refuses, and stores it with that replaced, on each server alike', async () => {
    await subject.backend.executions.append([
      sampleExecution({
        id: 'a',
        scheduleId: 'a',
        exceptionMessage: 'a\0b\uD800c😀',
        output: '\\u0000 \\ud800',
      }),
      sampleExecution({ id: 'b', scheduleId: 'b' }),
    ]);
    expect(await ids()).toEqual(['a', 'b']);
    expect(await subject.backend.executions.get('a')).toMatchObject({
      exceptionMessage: 'a\uFFFDb\uFFFDc😀',
      output: '\\u0000 \\ud800',
    });
  });

  it.each([
    ['a number beyond its column', { pid: 2 ** 40 }],
    ['an instant that is none', { runTime: Number.NaN }],
    ['an instant beyond the calendar', { runTime: 8.64e15 }],
    ['nothing where something must be', { hostname: null as unknown as string }],
    ['the id of another occurrence', { id: 'run 2' }],
  ])('loses the one row with %s, says so, and keeps the others', async (_what, damage) => {
    const batch = Array.from({ length: 40 }, (_, i) =>
      sampleExecution({ id: `run ${i}`, scheduledAt: REFERENCE_INSTANT + i * 1000 }),
    );
    batch[17] = { ...batch[17], ...damage } as (typeof batch)[number];
    const before = logger.lines.filter(({ level }) => level === 'error').length;
    await subject.backend.executions.append(batch);
    expect(await ids()).toHaveLength(39);
    expect(logger.lines.filter(({ level }) => level === 'error')).toHaveLength(before + 1);
  });

  it('is not given up when the table is what is wrong', async () => {
    await subject.byHand.query('ALTER TABLE "zenpulse_job_execution_log" RENAME TO "elsewhere"');
    const append = subject.backend.executions.append([
      sampleExecution(),
      sampleExecution({ id: 'b', attempt: 2 }),
    ]);
    await expect(append).rejects.toThrow('zenpulse_job_execution_log');
    await subject.byHand.query('ALTER TABLE "elsewhere" RENAME TO "zenpulse_job_execution_log"');
  });

  it('is one statement, in the log at trace', async () => {
    const before = logger.lines.length;
    await subject.backend.executions.append(
      Array.from({ length: 500 }, (_, i) => sampleExecution({ id: `run ${i}`, attempt: i + 1 })),
    );
    const statements = logger.lines.slice(before);
    expect(statements).toHaveLength(1);
    expect(statements[0]).toMatchObject({ level: 'trace', sentence: 'SQL' });
  });

  it('is searched with any text', async () => {
    await subject.backend.executions.append([sampleExecution()]);
    const { executions, schedules } = subject.backend;
    expect(await executions.count({ search: '\0' })).toEqual({ count: 0, isExact: true });
    expect(await executions.get('\0')).toBeNull();
    expect(await schedules.get('a\0\uDC00')).toBeNull();
    const page = { sort: 'jobKey', isDescending: false, limit: 9, search: "\0'%_\uD800" } as const;
    expect(await schedules.list(page)).toMatchObject({ total: 0 });
    expect(await executions.list({ from: Number.NaN, to: Infinity }, { limit: 9 })).toMatchObject({
      next: null,
    });
    const after = { value: 'no number', id: '\0' };
    expect(await schedules.list({ ...page, sort: 'updatedAt', after })).toMatchObject({ items: [] });
    expect(await schedules.list({ ...page, sort: 'enabled', after })).toMatchObject({ items: [] });
  });
});
