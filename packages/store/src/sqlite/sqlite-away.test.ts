import { silentLogger } from '@zenpulse/core/ports';
import { BY_TEST, REFERENCE_INSTANT, sampleExecution, sampleFields } from '@zenpulse/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../system-clock.ts';
import { holdWriteLock } from '../testing/hold-write-lock.ts';
import { sqliteSubject, type SqliteSubject } from '../testing/sqlite-subject.ts';
import { sqliteFile } from './open-sqlite.ts';
import { createSqliteClient } from './prisma/create-sqlite-client.ts';
import { createSqliteCancelRequestStore } from './sqlite-cancel-request-store.ts';
import { createSqliteExecutionStore } from './sqlite-execution-store.ts';
import type { SqliteFile } from './sqlite-file.ts';
import { createSqliteRunRequestStore } from './sqlite-run-request-store.ts';
import { createSqliteScheduleStore } from './sqlite-schedule-store.ts';
import { createSqliteStatsStore } from './sqlite-stats-store.ts';

describe('while another process holds the write lock for too long', () => {
  let subject: SqliteSubject;
  let impatient: SqliteFile;
  let release: () => Promise<unknown>;
  beforeEach(async () => {
    subject = await sqliteSubject();
    await subject.backend.executions.append([sampleExecution()]);
    impatient = sqliteFile(subject.file, systemClock, silentLogger, { patienceMs: 20 });
    await impatient.open();
    release = await holdWriteLock(
      subject.file,
      `INSERT INTO "zenpulse_run_request" VALUES ('a', 'b', '2026-01-01T00:00:00.000+00:00', NULL, NULL, NULL)`,
    );
  });
  afterEach(async () => {
    await impatient.close();
    await subject.close();
  });

  it('every write, raw or not, reports the store as unavailable, and works again afterwards', async () => {
    const { clock } = subject;
    const { database } = impatient;
    const client = createSqliteClient(impatient);
    const schedules = createSqliteScheduleStore({
      database,
      client: () => Promise.resolve(client),
      clock,
      newId: () => 'x',
    });
    const executions = createSqliteExecutionStore(database, clock);
    const requests = createSqliteRunRequestStore(database, clock);
    const cancels = createSqliteCancelRequestStore(database);
    const writes: [string, () => Promise<unknown>][] = [
      ['create', () => schedules.create(sampleFields(), BY_TEST)],
      ['createFromCode', () => schedules.createFromCode(sampleFields({ jobKey: 'code' }))],
      ['remove', () => schedules.remove('x', BY_TEST)],
      ['append', () => executions.append([sampleExecution({ id: 'run-2', attempt: 2 })])],
      ['deleteWhere', () => executions.deleteWhere({ jobKey: 'report.send' })],
      ['request', () => requests.add({ id: 'r', scheduleId: 'x', requestedAt: REFERENCE_INSTANT })],
      ['claim', () => requests.claim('runner-1')],
      ['forget', () => requests.forget(['r'])],
      ['cancel', () => cancels.add({ runId: 'r', requestedAt: REFERENCE_INSTANT })],
      ['forget cancels', () => cancels.forget(['r'])],
      [
        'stats',
        () => createSqliteStatsStore(database, systemClock).add([], { writer: 'runner-1', number: 1 }),
      ],
    ];
    for (const [name, write] of writes) {
      await expect(write(), name).rejects.toMatchObject({ code: 'store_unavailable' });
    }
    await expect(schedules.readRevision(), 'reading goes on').resolves.toMatchObject({ revision: 1 });
    await release();
    await expect(schedules.readRevision(), 'what the other wrote is seen').resolves.toMatchObject({
      revision: 2,
    });
    for (const [name, write] of writes) {
      if (name !== 'createFromCode' && name !== 'remove') await expect(write(), name).resolves.not.toThrow();
    }
  });
});
