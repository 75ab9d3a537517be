import {
  createRecordingLogger,
  sampleReportedRun,
  sampleSnapshot,
  type RecordingLogger,
} from '@zenpulse/core/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ServerSubject } from '../testing/server-database.ts';
import { describeOnServers } from '../testing/servers.ts';

const running = (runId: string) => ({
  runningNow: [sampleReportedRun({ runId })],
});

describeOnServers('a runner that reports itself', (database) => {
  let logger: RecordingLogger;
  let subject: ServerSubject;
  beforeEach(async () => {
    logger = createRecordingLogger();
    subject = await database.subject(logger);
  });
  afterEach(() => subject.close());

  const statements = () => logger.lines.filter(({ level }) => level === 'trace').length;
  const only = async () => (await subject.backend.runners.list())[0];

  it('sends a heartbeat only after ten seconds without another statement that counts as one', async () => {
    const report = await subject.backend.runners.open('runner-1');
    await report.write(sampleSnapshot());
    const before = statements();
    for (let second = 0; second < 60; second += 1) {
      subject.clock.stepWall(1_000);
      await report.heartbeat();
    }
    expect(statements() - before).toBe(5); // a second and a half of slack, and whole seconds
  });

  it('is as alive as its last renewal while it holds the lease', async () => {
    const report = await subject.backend.runners.open('runner-1');
    await report.write(sampleSnapshot());
    subject.clock.stepWall(30_000);
    await subject.byHand.query(
      `UPDATE "zenpulse_lease" SET "is_released" = false, "holder" = '{"runnerId":"runner-1"}',
         "renewed_at" = ${database.sql.instant(subject.clock.now() - 2_000)}`,
    );
    expect(await only()).toMatchObject({ heartbeatAt: subject.clock.now() - 2_000 });
    await subject.byHand.query(`UPDATE "zenpulse_lease" SET "is_released" = true, "holder" = NULL`);
    expect(await only()).toMatchObject({ heartbeatAt: subject.clock.now() - 30_000 });
  });

  it('sends heartbeats as seldom as it looks at the schedules, and at least once a minute', async () => {
    const report = await subject.backend.runners.open('runner-1');
    for (const [syncEverySeconds, every] of [
      [1, 10],
      [30, 30],
      [3_600, 60],
    ] as const) {
      await report.write(sampleSnapshot({ syncEverySeconds }));
      expect(await only()).toMatchObject({ heartbeatEverySeconds: every });
      const before = statements();
      subject.clock.stepWall(every * 1_000);
      await report.heartbeat();
      expect(statements()).toBe(before);
      subject.clock.stepWall(2_000);
      await report.heartbeat();
      expect(statements()).toBe(before + 1);
    }
  });

  it('writes at once what an admin waits for, and with the next heartbeat what changes with every run', async () => {
    const report = await subject.backend.runners.open('runner-1');
    await report.write(sampleSnapshot());
    subject.clock.stepWall(1_000);
    await report.write(sampleSnapshot(running('a')));
    expect(await only()).toMatchObject({ runningNow: [] });
    await report.write(sampleSnapshot({ ...running('b'), revision: 7 }));
    expect(await only()).toMatchObject({ revision: 7, runningNow: [{ runId: 'b' }] });
    await report.write(sampleSnapshot({ ...running('c'), revision: 7 }));
    subject.clock.stepWall(9_999);
    await report.heartbeat();
    expect(await only()).toMatchObject({ runningNow: [{ runId: 'b' }] });
    subject.clock.stepWall(1);
    await report.heartbeat();
    expect(await only()).toMatchObject({ runningNow: [{ runId: 'c' }], heartbeatAt: subject.clock.now() });
  });

  it('is as old as by the clock of the database, whatever the clock of the reader', async () => {
    const report = await subject.backend.runners.open('runner-1');
    await report.write(sampleSnapshot());
    await subject.byHand.query(
      `UPDATE "zenpulse_runner" SET "heartbeat_at" = ${database.sql.instant(subject.clock.now() - 3_000)}`,
    );
    expect(await only()).toMatchObject({ heartbeatAt: subject.clock.now() - 3_000 });
  });

  it('has its row again after it was deleted, and leaves out what another release wrote', async () => {
    const report = await subject.backend.runners.open('runner-1');
    await report.write(sampleSnapshot({ problems: ['a\0b'] }));
    expect(await only()).toMatchObject({ problems: ['a\uFFFDb'] });
    await subject.byHand.query(`UPDATE "zenpulse_runner" SET "snapshot" = '{"format":99}'`);
    expect(await subject.backend.runners.list()).toEqual([]);
    await subject.byHand.query(`UPDATE "zenpulse_runner" SET "snapshot" = '"text"'`);
    expect(await subject.backend.runners.list()).toEqual([]);
    await subject.byHand.query(`DELETE FROM "zenpulse_runner"`);
    subject.clock.stepWall(12_000);
    await expect(report.heartbeat()).rejects.toThrow('runner-1');
    await report.write(sampleSnapshot());
    expect(await only()).toMatchObject({ runnerId: 'runner-1' });
  });
});
