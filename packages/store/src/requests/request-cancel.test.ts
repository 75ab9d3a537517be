import {
  BY_TEST,
  createMemoryBackend,
  FakeClock,
  REFERENCE_INSTANT,
  sampleExecution,
  sampleFields,
  sampleReportedRun,
  sampleSnapshot,
  sampleWaitingRun,
  type MemoryBackend,
} from '@zenpulse/core/testing';
import type { RunnerSnapshot } from '@zenpulse/core/ports';
import { v7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { requestCancel } from './request-cancel.ts';

describe('a run that somebody wants to see ended', () => {
  let clock: FakeClock;
  let backend: MemoryBackend;
  beforeEach(() => {
    clock = new FakeClock();
    backend = createMemoryBackend(clock);
  });

  const report = async (changes: Partial<RunnerSnapshot>) =>
    (await backend.runners.open('runner-1')).write(sampleSnapshot(changes));
  const cancel = (runId: string) => requestCancel(runId, backend, clock);
  const asked = async () => (await backend.cancelRequests.list()).map(({ runId }) => runId);
  const idOf = (msAgo: number) => v7({ msecs: REFERENCE_INSTANT - msAgo });

  it('is asked for when a runner reports that it runs, or waits', async () => {
    await report({
      runningNow: [sampleReportedRun({ runId: 'running' })],
      waitingNow: [sampleWaitingRun({ runId: 'waiting' })],
    });
    await cancel('running');
    await cancel('waiting');
    await cancel('running');
    expect(await asked()).toEqual(['running', 'waiting']);
  });

  it('is asked for when a runner took it, though it does not report all that waits', async () => {
    const { id: scheduleId } = await backend.schedules.create(sampleFields(), BY_TEST);
    await backend.runRequests.add({ id: 'claimed', scheduleId, requestedAt: clock.now() });
    await backend.runRequests.claim('runner-1');
    await cancel('claimed');
    expect(await asked()).toEqual(['claimed']);
  });

  it('is asked for while its id is so young that reports may lag, by whichever clock', async () => {
    const young = [idOf(0), idOf(59_000), idOf(-5_000)];
    for (const id of young) await cancel(id);
    expect((await asked()).sort()).toEqual(young.sort());
  });

  it.each(['nobody', idOf(61_000), '0198c0de-0000-4000-8000-000000000000'])(
    'is not known by the id %s',
    async (id) => {
      await expect(cancel(id)).rejects.toMatchObject({
        code: 'not_found',
        message: `no runner has a run ${id}, and no execution has this id`,
      });
      expect(await asked()).toEqual([]);
    },
  );

  it('has ended according to its record, although a report lags', async () => {
    await backend.executions.append([sampleExecution({ id: 'done', status: 'fail' })]);
    await report({ runningNow: [sampleReportedRun({ runId: 'done' })] });
    await expect(cancel('done')).rejects.toMatchObject({
      code: 'run_ended',
      message: 'the run done has ended: fail',
    });
    expect(await asked()).toEqual([]);
  });

  it.each([
    [{ timedOutAt: 1 }, 'timeout'],
    [{ cancelledAt: 1 }, 'cancelled'],
  ])('has ended when it keeps its slot in spite of being told to stop: %j', async (told, word) => {
    await report({ runningNow: [sampleReportedRun({ runId: 'stuck', ...told })] });
    await expect(cancel('stuck')).rejects.toMatchObject({
      code: 'run_ended',
      message: `the run stuck has ended: ${word}, though its job may not have returned yet`,
    });
  });

  it('may still run if it is unknown whether it had started', async () => {
    await backend.executions.append([
      sampleExecution({ id: 'perhaps', status: 'missed', reason: 'ambiguous' }),
    ]);
    await report({ runningNow: [sampleReportedRun({ runId: 'perhaps' })] });
    await cancel('perhaps');
    expect(await asked()).toEqual(['perhaps']);
  });
});
