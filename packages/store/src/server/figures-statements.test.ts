import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  NO_FIGURES,
  NO_RUN_INSTANTS,
  recentText,
  rollupOf,
  summedRollup,
  type FiguresDelta,
  type RecentOccurrence,
} from '@zenpulse/core/domain';
import type { Backend, StatsDelta } from '@zenpulse/core/ports';
import { REFERENCE_INSTANT } from '@zenpulse/core/testing';
import { countedDatabase, type CountedDatabase } from '../testing/counted-database.ts';
import { describeOnServers } from '../testing/servers.ts';

const IDS = Array.from({ length: 200 }, (_, n) => `schedule-${n}`);

/** What a minute of these schedules brings: several runs each, some of which failed. */
function minute(from: number): { deltas: StatsDelta[]; figures: FiguresDelta } {
  const occurrences = [0, 20, 40].map((seconds): RecentOccurrence => ({
    status: seconds === 20 ? 'fail' : 'success',
    scheduledAt: from + seconds * 1_000,
    durationMs: 12,
    attempts: 1,
    origin: 'schedule',
    count: 1,
    isGuess: false,
  }));
  const lastRun = {
    runId: 'r',
    status: 'success',
    scheduledAt: from,
    runTime: from,
    durationMs: 12,
  } as const;
  const error = { exceptionType: 'Error', message: 'no', lastExecutionId: null, firstAt: from, lastAt: from };
  return {
    deltas: IDS.map((scheduleId) => ({
      scheduleId,
      runs: 3,
      failures: 1,
      missed: 0,
      skipped: 0,
      lastRun,
      ...NO_RUN_INSTANTS,
    })),
    figures: {
      recent: IDS.map((scheduleId) => ({
        scheduleId,
        text: occurrences.map(recentText).join(''),
        isOlder: false,
      })),
      rollup: summedRollup(IDS.flatMap((id) => occurrences.flatMap((one) => rollupOf(id, one, 1)))),
      errors: IDS.slice(0, 50).map((id) => ({
        ...error,
        fingerprint: id,
        jobKey: id,
        count: 1,
        lastScheduleId: id,
      })),
    },
  };
}

describeOnServers('what figures cost', (database) => {
  let counted: CountedDatabase;
  let backend: Backend;
  beforeEach(async () => {
    counted = await countedDatabase(database);
    backend = database.connect({ url: counted.url });
  }, 60_000);
  afterEach(async () => {
    await backend.close();
    await counted.drop();
  });

  it('is at most four statements more in the transaction of the counters, however many schedules have run', async () => {
    let number = 0;
    const cost = async (withFigures: boolean) => {
      number += 1;
      const { deltas, figures } = minute(REFERENCE_INSTANT + number * 60_000);
      const before = await counted.statements();
      await backend.stats.add(deltas, { writer: 'runner', number }, withFigures ? figures : NO_FIGURES);
      return (await counted.statements()) - before;
    };
    await cost(true); // opens the connection, and forgets old batches
    const [without, withThem, again] = [await cost(false), await cost(true), await cost(true)];
    expect(withThem - without).toBeLessThanOrEqual(4);
    expect(again).toBe(withThem);
    const buckets = await backend.figures.buckets({
      scheduleId: null,
      from: REFERENCE_INSTANT,
      to: REFERENCE_INSTANT + 3_600_000,
      step: 'hour',
    });
    expect(buckets[0]?.counts.success).toBe(3 * 2 * IDS.length);
  });
});
