import {
  createMemoryBackend,
  FakeClock,
  sampleExecution,
  sampleReportedRun,
  sampleSnapshot,
} from '@zenpulse/core/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { UnseenExecutions } from './unseen-executions.ts';

const HOUR = 3_600_000;

let clock: FakeClock;
let backend: ReturnType<typeof createMemoryBackend>;
beforeEach(() => {
  clock = new FakeClock();
  backend = createMemoryBackend(clock);
});

/** The record of a run that started this many milliseconds ago. */
function record(id: string, agoMs: number, changes = {}) {
  const at = clock.now() - agoMs;
  return sampleExecution({ id, scheduleId: id, scheduledAt: at, runTime: at, ...changes });
}

function follow(filter = {}) {
  return new UnseenExecutions({ backend, clock, filter });
}

/** The running runs in a runner's report. */
async function report(...runningNow: { runId: string; startedAt: number }[]): Promise<void> {
  const runs = runningNow.map((run) => sampleReportedRun({ ...run, scheduleId: run.runId }));
  const place = await backend.runners.open('runner-1');
  await place.write(sampleSnapshot({ runningNow: runs }));
}

const ids = (found: readonly { id: string }[]) => found.map(({ id }) => id);

describe('executions that have not been seen', () => {
  it('begin with the newest that are there, oldest first', async () => {
    await backend.executions.append([record('a', 3 * HOUR), record('b', 2 * HOUR), record('c', 1)]);
    const unseen = follow();
    expect(ids(await unseen.begin(2))).toEqual(['b', 'c']);
    expect(await unseen.take()).toEqual([]);
  });

  it('are handed out once each, oldest first', async () => {
    const unseen = follow();
    await unseen.begin(10);
    await clock.advance(2_000);
    await backend.executions.append([record('b', 10), record('a', 1_000)]);
    expect(ids(await unseen.take())).toEqual(['a', 'b']);
    await clock.advance(2_000);
    await backend.executions.append([record('c', 1_500)]);
    expect(ids(await unseen.take())).toEqual(['c']);
    await clock.advance(HOUR);
    expect(await unseen.take()).toEqual([]);
  });

  it('do not bring back what was there and not told', async () => {
    await backend.executions.append([record('a', 10), record('b', 5)]);
    const unseen = follow();
    expect(ids(await unseen.begin(1))).toEqual(['b']);
    expect(await unseen.take()).toEqual([]);
  });

  it('include the record of a run that started long before it ended', async () => {
    const startedAt = clock.now();
    await backend.executions.append([record('twin', 0)]);
    await report({ runId: 'long', startedAt });
    const unseen = follow();
    await unseen.begin(10);
    await clock.advance(HOUR);
    expect(await unseen.take()).toEqual([]);
    await report();
    expect(await unseen.take()).toEqual([]);
    await backend.executions.append([record('long', HOUR)]);
    await clock.advance(1_000);
    expect(ids(await unseen.take())).toEqual(['long']);
    await clock.advance(1_000);
    expect(await unseen.take()).toEqual([]);
  });

  it('include what came while this process slept', async () => {
    const unseen = follow();
    await unseen.begin(10);
    await clock.advance(2 * HOUR);
    await backend.executions.append([record('a', HOUR)]);
    expect(ids(await unseen.take())).toEqual(['a']);
  });

  it('keep the filter', async () => {
    const unseen = follow({ status: ['fail'] });
    await unseen.begin(10);
    await backend.executions.append([record('a', 2), record('b', 1, { status: 'fail' })]);
    expect(ids(await unseen.take())).toEqual(['b']);
  });

  it('come in any number', async () => {
    const unseen = follow();
    await unseen.begin(10);
    await backend.executions.append(Array.from({ length: 1_234 }, (_, i) => record(`run-${i}`, i)));
    expect(await unseen.take()).toHaveLength(1_234);
    expect(await unseen.take()).toEqual([]);
  });
});
