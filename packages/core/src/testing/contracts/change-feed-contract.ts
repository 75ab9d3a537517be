import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Backend, ChangeKind } from '../../ports/index.ts';
import { BY_TEST, sampleExecution, sampleFields, sampleSnapshot } from '../samples.ts';

export interface ChangeFeedSubject {
  /** Of the process that watches. */
  readonly feed: Pick<Backend, 'changes' | 'watches'>;
  /** Another process, which writes. */
  readonly writer: Pick<Backend, 'schedules' | 'executions' | 'runners' | 'output'>;
  /** Lets time pass until the predicate holds; throws after a generous time. */
  until(holds: () => boolean): Promise<void>;
  close(): Promise<void>;
}

/** The contract of every `ChangeFeed`: what was written is hinted at, to each listener until it stops. */
export function changeFeedContract(name: string, create: () => Promise<ChangeFeedSubject>): void {
  describe(`${name}: the feed of changes`, () => {
    let subject: ChangeFeedSubject;
    let seen: ChangeKind[];
    let unlisten: () => void;
    const listen = (into: ChangeKind[]) => subject.feed.changes.listen((kind) => void into.push(kind));
    beforeEach(async () => {
      subject = await create();
      seen = [];
      unlisten = listen(seen);
    });
    afterEach(async () => {
      unlisten();
      await subject.close();
    });
    /** Writes twice: the feed may begin to watch a moment after `listen`, and hints once when it does. */
    const isSeenAfter = async (kind: ChangeKind, write: (round: number) => Promise<unknown>) => {
      for (let round = 0; !seen.includes(kind); round += 1) {
        const before = seen.length;
        await write(round);
        await subject.until(() => seen.length > before);
        expect(round, `rounds until ${kind} was seen`).toBeLessThan(10);
      }
      seen.length = 0;
      await write(100);
      await subject.until(() => seen.includes(kind));
    };

    it('tells of a schedule', async () => {
      await isSeenAfter('schedules', (round) =>
        subject.writer.schedules.create(sampleFields({ jobKey: `job-${round}` }), BY_TEST),
      );
    });

    it('tells of an execution', async () => {
      await isSeenAfter('executions', (round) =>
        subject.writer.executions.append([
          sampleExecution({ id: `e-${round}`, scheduledAt: round, attempt: 1 }),
        ]),
      );
    });

    it('tells of a report', async () => {
      const report = await subject.writer.runners.open('runner-1');
      await isSeenAfter('runners', (round) =>
        report.write(sampleSnapshot({ runnerId: 'runner-1', problems: [`round ${round}`] })),
      );
    });

    it('tells of the output of a run', async () => {
      await subject.writer.output.watch('run-1');
      await isSeenAfter('output', (round) =>
        subject.writer.output.write([
          { runId: 'run-1', lines: [], progress: { done: round, total: null }, isEnded: false },
        ]),
      );
    });

    it('tells a runner of a watch and of its renewal, until it no longer listens', async () => {
      let hints = 0;
      const stop = subject.feed.watches.listen(() => (hints += 1));
      let others = 0;
      const stopOther = subject.feed.watches.listen(() => (others += 1));
      for (let round = 1; round <= 3; round += 1) {
        const before = hints;
        await subject.writer.output.watch('run-1');
        await subject.until(() => hints > before);
      }
      stop();
      stop();
      const [heard, before] = [hints, others];
      await subject.writer.output.watch('run-2');
      await subject.until(() => others > before);
      expect(hints).toBe(heard);
      stopOther();
    });

    it('tells every listener, and none that has stopped', async () => {
      const others: ChangeKind[] = [];
      const stop = listen(others);
      unlisten();
      unlisten();
      await subject.writer.schedules.create(sampleFields({ jobKey: 'other' }), BY_TEST);
      await subject.until(() => others.length > 0);
      expect(seen).toEqual([]);
      stop();
    });
  });
}
