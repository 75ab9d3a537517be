import { createRecordingLogger, sampleSnapshot, type RecordingLogger } from '@zenpulse/core/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnPostgres } from '../testing/postgres-database.ts';
import type { ServerSubject } from '../testing/server-database.ts';

describeOnPostgres('the heartbeat on PostgreSQL', (database) => {
  let logger: RecordingLogger;
  let subject: ServerSubject;
  beforeEach(async () => {
    logger = createRecordingLogger();
    subject = await database.subject(logger);
  });
  afterEach(() => subject.close());

  const statements = () => logger.lines.filter(({ level }) => level === 'trace').length;
  const only = async () => (await subject.backend.runners.list())[0];

  it('sends none when the revision is read every ten seconds: that tells as much', async () => {
    const report = await subject.backend.runners.open('runner-1');
    await report.write(sampleSnapshot());
    const before = statements();
    for (let second = 1; second <= 60; second += 1) {
      subject.clock.stepWall(1_000);
      if (second % 10 === 0) await subject.backend.schedules.readRevision();
      await report.heartbeat();
    }
    expect(statements() - before).toBe(6);
    expect(await only()).toMatchObject({ heartbeatAt: subject.clock.now() });
  });
});
