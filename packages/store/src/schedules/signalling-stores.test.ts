import type { Signal } from '@zenpulse/core/ports';
import { BY_TEST, createMemoryBackend, FakeClock, sampleFields } from '@zenpulse/core/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { signallingCancelRequests, signallingRunRequests, signallingSchedules } from './signalling-stores.ts';

describe('a store that signals', () => {
  const backend = createMemoryBackend(new FakeClock());
  let sent: number;
  beforeEach(() => {
    sent = 0;
  });
  const signal: Signal = {
    send: () => void (sent += 1),
    listen: () => () => undefined,
    mayHaveChanged: () => false,
    isQuiet: () => true,
  };
  const schedules = signallingSchedules(backend.schedules, signal);
  const runRequests = signallingRunRequests(backend.runRequests, signal);
  const cancelRequests = signallingCancelRequests(backend.cancelRequests, signal);

  /** How many hints `work` sends. */
  const hintsOf = async (work: () => Promise<unknown>): Promise<number> => {
    const before = sent;
    await work();
    return sent - before;
  };

  it('sends one hint after each write', async () => {
    const fields = sampleFields({ jobKey: 'a' });
    expect(await hintsOf(() => schedules.create(fields, BY_TEST))).toBe(1);
    const [row] = (await schedules.readChanges(null)).changed;
    const id = row?.isDamaged === false ? row.schedule.id : '';
    expect(await hintsOf(() => schedules.change(id, 1, () => ({ enabled: false }), BY_TEST))).toBe(1);
    const request = { id: 'r', scheduleId: id, requestedAt: 0 };
    expect(await hintsOf(() => runRequests.add(request))).toBe(1);
    expect(await hintsOf(() => cancelRequests.add({ runId: 'r', requestedAt: 0 }))).toBe(1);
    expect(await hintsOf(() => schedules.remove(id, BY_TEST))).toBe(1);
  });

  it('sends none for what changes nothing that a runner has to hear of', async () => {
    const reads: (() => Promise<unknown>)[] = [
      () => schedules.readRevision(),
      () => schedules.hasHad({ revision: 1, token: 'x' }),
      () => schedules.revisionOf('nobody'),
      () => runRequests.claim('runner-1'),
      () => runRequests.forget(['r']),
      () => cancelRequests.list(),
      () => cancelRequests.forget(['r']),
      () => schedules.remove('nobody', BY_TEST).catch(() => undefined),
    ];
    for (const read of reads) expect(await hintsOf(read)).toBe(0);
  });
});
