import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunnerDirectory } from '../../ports/index.ts';
import type { FakeClock } from '../fake-clock.ts';
import { REFERENCE_INSTANT } from '../reference-instant.ts';
import { sampleReportedRun, sampleSnapshot, sampleWaitingRun } from '../samples.ts';

export interface RunnerDirectorySubject {
  readonly directory: RunnerDirectory;
  readonly clock: FakeClock;
  close(): Promise<void>;
}

const HOUR_MS = 3_600_000;

/** The contract of every `RunnerDirectory`. */
export function runnerDirectoryContract(name: string, create: () => Promise<RunnerDirectorySubject>): void {
  describe(`${name}: the directory of runners`, () => {
    let subject: RunnerDirectorySubject;
    let directory: RunnerDirectory;
    beforeEach(async () => {
      subject = await create();
      directory = subject.directory;
    });
    afterEach(() => subject.close());

    const ids = async (): Promise<string[]> =>
      (await directory.list()).map(({ runnerId }) => runnerId).sort();

    const beat = (heartbeatAt: number) => ({
      heartbeatAt,
      heartbeatEverySeconds: expect.any(Number) as number,
    });

    it('is empty at first, and a runner that has only opened its place is not in it', async () => {
      expect(await directory.list()).toEqual([]);
      await directory.open('runner-1');
      expect(await directory.list()).toEqual([]);
    });

    it('shows a snapshot as it was written, with the time', async () => {
      const snapshot = sampleSnapshot({
        jobs: [
          { jobKey: 'a', definedAt: 'jobs.ts:3', declared: null, defaults: { params: { a: [null] } } },
          { jobKey: 'b', definedAt: 'jobs.ts:9', declared: { jobKey: 'b', triggerType: 'cron' } },
        ],
        runningNow: [sampleReportedRun({ timedOutAt: REFERENCE_INSTANT + 1, cancelledAt: 2 })],
        waitingNow: [sampleWaitingRun({ waitsFor: 'retry', attempt: 2 })],
        waitingCount: 7,
        stateSince: REFERENCE_INSTANT - 1,
        epoch: 4,
        events: [{ at: REFERENCE_INSTANT, kind: 'clock-step', text: 'The clock went back by 3 s.' }],
        problems: ['日本 😀'],
        revision: null,
        revisionAppliedAt: null,
      });
      const report = await directory.open('runner-1');
      await report.write(snapshot);
      expect(await directory.list()).toEqual([{ ...snapshot, ...beat(REFERENCE_INSTANT) }]);
    });

    it('a heartbeat renews the time and nothing else', async () => {
      const report = await directory.open('runner-1');
      await report.write(sampleSnapshot());
      subject.clock.stepWall(12_345);
      await report.heartbeat();
      expect(await directory.list()).toEqual([{ ...sampleSnapshot(), ...beat(REFERENCE_INSTANT + 12_345) }]);
    });

    it('a new snapshot takes the place of the old one', async () => {
      const report = await directory.open('runner-1');
      await report.write(sampleSnapshot());
      subject.clock.stepWall(2_000);
      await report.write(sampleSnapshot({ state: 'stopped', revision: 9 }));
      expect(await directory.list()).toMatchObject([
        { state: 'stopped', revision: 9, heartbeatAt: REFERENCE_INSTANT + 2_000 },
      ]);
    });

    it('refuses a heartbeat before the first snapshot', async () => {
      const report = await directory.open('runner-1');
      await expect(report.heartbeat()).rejects.toThrow();
    });

    it('keeps runners that died, and forgets stopped ones after an hour', async () => {
      for (const [runnerId, state] of [
        ['dead', 'active'],
        ['stopped', 'stopped'],
      ] as const) {
        const report = await directory.open(runnerId);
        await report.write(sampleSnapshot({ runnerId, state }));
      }
      subject.clock.stepWall(HOUR_MS);
      await directory.open('next');
      expect(await ids()).toEqual(['dead', 'stopped']);
      subject.clock.stepWall(1);
      await directory.open('next');
      expect(await ids()).toEqual(['dead']);
    });

    it('takes off the list what is told to, and nothing else', async () => {
      for (const runnerId of ['dead', 'other']) {
        await (await directory.open(runnerId)).write(sampleSnapshot({ runnerId }));
      }
      for (const nobody of ['nobody', '', '.', '..', '../other', 'other/.', "' OR true --"]) {
        await directory.remove(nobody);
      }
      expect(await ids()).toEqual(['dead', 'other']);
      await directory.remove('dead');
      await directory.remove('dead');
      expect(await ids()).toEqual(['other']);
    });

    it('shows one that was taken off as soon as it reports itself again', async () => {
      const report = await directory.open('alive');
      await report.write(sampleSnapshot({ runnerId: 'alive' }));
      await directory.remove('alive');
      subject.clock.stepWall(60_000);
      await expect(report.heartbeat()).rejects.toThrow();
      await report.write(sampleSnapshot({ runnerId: 'alive', revision: 3 }));
      expect(await directory.list()).toMatchObject([{ runnerId: 'alive', revision: 3 }]);
    });

    it('shows several runners side by side', async () => {
      for (const runnerId of ['a', 'b']) {
        const report = await directory.open(runnerId);
        await report.write(sampleSnapshot({ runnerId }));
      }
      expect(await ids()).toEqual(['a', 'b']);
    });
  });
}
