import {
  createRecordingLogger,
  sampleReportedRun,
  sampleSnapshot,
  type RecordingLogger,
} from '@zenpulse/core/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnPostgres, type PostgresSubject } from '../testing/postgres-subject.ts';

const running = (runId: string) => ({
  runningNow: [sampleReportedRun({ runId })],
});

describeOnPostgres('a runner that reports itself to PostgreSQL', (database) => {
  let logger: RecordingLogger;
  let subject: PostgresSubject;
  beforeEach(async () => {
    logger = createRecordingLogger();
    subject = await database.subject(logger);
  });
  afterEach(() => subject.close());

  const statements = () => logger.lines.filter(({ level }) => level === 'trace').length;
  const only = async () => (await subject.backend.runners.list())[0];

  it('sends a heartbeat every ten seconds, though it has one every second', async () => {
    const report = await subject.backend.runners.open('runner-1');
    await report.write(sampleSnapshot());
    const before = statements();
    for (let second = 0; second < 60; second += 1) {
      subject.clock.stepWall(1_000);
      await report.heartbeat();
    }
    expect(statements() - before).toBe(6);
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

  it('is as old as the database says, whatever time the reader thinks it is', async () => {
    const report = await subject.backend.runners.open('runner-1');
    await report.write(sampleSnapshot());
    await subject.byHand.query(
      `UPDATE "zenpulse_runner" SET "heartbeat_at" = "heartbeat_at" - interval '3 seconds'`,
    );
    expect(await only()).toMatchObject({ heartbeatAt: subject.clock.now() - 3_000 });
  });

  it('has its row again after somebody deleted it, and leaves out what another release wrote', async () => {
    const report = await subject.backend.runners.open('runner-1');
    await report.write(sampleSnapshot({ problems: ['a\0b'] }));
    expect(await only()).toMatchObject({ problems: ['a\uFFFDb'] });
    await subject.byHand.query(`UPDATE "zenpulse_runner" SET "snapshot" = '{"format":99}'`);
    expect(await subject.backend.runners.list()).toEqual([]);
    await subject.byHand.query(`UPDATE "zenpulse_runner" SET "snapshot" = '"text"'`);
    expect(await subject.backend.runners.list()).toEqual([]);
    await subject.byHand.query(`DELETE FROM "zenpulse_runner"`);
    subject.clock.stepWall(10_000);
    await expect(report.heartbeat()).rejects.toThrow('runner-1');
    await report.write(sampleSnapshot());
    expect(await only()).toMatchObject({ runnerId: 'runner-1' });
  });
});
