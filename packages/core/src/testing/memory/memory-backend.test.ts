import { describe, expect, it } from 'vitest';
import type { Lease } from '../../ports/index.ts';
import {
  cancelRequestStoreContract,
  changeFeedContract,
  changeRecordStoreContract,
  executionStoreContract,
  journalContract,
  leaseContract,
  outputStoreContract,
  runnerDirectoryContract,
  runRequestStoreContract,
  scheduleListContract,
  scheduleStoreContract,
  signalContract,
  statsStoreContract,
  calendarStoreContract,
  tokenStoreContract,
  type LeaseSubject,
} from '../contracts/index.ts';
import { FakeClock } from '../fake-clock.ts';
import { BY_TEST, sampleFields } from '../samples.ts';
import { createMemoryBackend, type MemoryProcess } from './memory-backend.ts';
import { JournalRoom } from './memory-journal.ts';

const close = () => Promise.resolve();

const openSchedules = async () => {
  const clock = new FakeClock();
  const { schedules, stats, runRequests } = createMemoryBackend(clock);
  return { store: schedules, stats, runRequests, clock, close };
};

const untilOn = (clock: FakeClock) => async (holds: () => boolean) => {
  for (let i = 0; i < 600; i += 1) {
    if (holds()) return;
    await clock.advance(100);
  }
  throw new Error('expected it to hold within a minute');
};

scheduleStoreContract('memory', openSchedules);
scheduleListContract('memory', openSchedules);
executionStoreContract('memory', async () => ({
  store: createMemoryBackend(new FakeClock()).executions,
  close,
}));
runRequestStoreContract('memory', async () => ({
  store: createMemoryBackend(new FakeClock()).runRequests,
  close,
}));
cancelRequestStoreContract('memory', async () => {
  const { cancelRequests, schedules } = createMemoryBackend(new FakeClock());
  return { store: cancelRequests, schedules, close };
});
calendarStoreContract('memory', async () => ({ ...createMemoryBackend(new FakeClock()), close }));
tokenStoreContract('memory', async () => ({
  store: createMemoryBackend(new FakeClock()).tokens,
  close,
}));
changeRecordStoreContract('memory', async () => {
  const clock = new FakeClock();
  const { schedules, changeRecords } = createMemoryBackend(clock);
  return { schedules, records: changeRecords, clock, close };
});
statsStoreContract('memory', async () => {
  const { stats, totals } = createMemoryBackend(new FakeClock());
  return { store: stats, totals: async (id) => totals(id), close };
});
outputStoreContract('memory', async () => {
  const clock = new FakeClock();
  return { backend: createMemoryBackend(clock), clock, close };
});
signalContract('memory', async () => {
  const clock = new FakeClock();
  const backend = createMemoryBackend(clock);
  return { signal: backend.signal, other: backend.secondProcess().signal, until: untilOn(clock), close };
});
changeFeedContract('memory', async () => {
  const clock = new FakeClock();
  const backend = createMemoryBackend(clock);
  return { feed: backend, writer: backend, until: untilOn(clock), close };
});
/** The contract's subject, with fenced holders or not, and with provable deaths or not. */
const leaseSubject = (isFenced: boolean, death: 'seen' | 'unseen') => async (): Promise<LeaseSubject> => {
  const clock = new FakeClock();
  const backend = createMemoryBackend(clock, { isFenced });
  const processes = new Map<Lease, MemoryProcess>();
  const processOf = (lease: Lease): MemoryProcess => {
    const process = processes.get(lease);
    if (process === undefined) throw new Error('expected a lease of this subject, got another');
    return process;
  };
  return {
    isFenced,
    contender: (runnerId) => {
      const process = backend.secondProcess();
      const lease = process.createLease(runnerId, 'locking');
      processes.set(lease, process);
      return lease;
    },
    kill: async (lease) => processOf(lease).kill(death),
    freeze: async (lease) => processOf(lease).freeze(),
    thaw: async (lease) => processOf(lease).thaw(),
    now: () => clock.now(),
    pass: (ms) => clock.advance(ms),
    until: untilOn(clock),
    peek: () => backend.peekTenure('locking'),
    close,
  };
};
leaseContract('memory, a death is seen', leaseSubject(true, 'seen'));
leaseContract('memory, a death is not seen', leaseSubject(false, 'unseen'));

journalContract('memory', async () => {
  const room = new JournalRoom();
  return {
    shelf: room.shelf(),
    kill: async (runnerId) => room.markDead(runnerId),
    tear: async () => undefined, // lines are stored whole here, an incomplete one not at all
    close,
  };
});
runnerDirectoryContract('memory', async () => {
  const clock = new FakeClock();
  return { directory: createMemoryBackend(clock).runners, clock, close };
});

describe('a memory backend', () => {
  it('signals every write that succeeds, and nothing else', async () => {
    const backend = createMemoryBackend(new FakeClock());
    const { schedules, runRequests, signal } = backend.secondProcess();
    const wasSignalled = async (work: () => Promise<unknown>) => {
      signal.mayHaveChanged();
      await work().catch(() => null);
      return signal.mayHaveChanged();
    };
    expect(await wasSignalled(() => schedules.create(sampleFields(), BY_TEST))).toBe(true);
    expect(await wasSignalled(() => schedules.create(sampleFields(), BY_TEST))).toBe(false);
    expect(await wasSignalled(() => schedules.createFromCode(sampleFields()))).toBe(false);
    expect(await wasSignalled(() => schedules.readChanges(null))).toBe(false);
    expect(await wasSignalled(() => schedules.change('schedule-0001', 1, () => ({}), BY_TEST))).toBe(true);
    expect(await wasSignalled(() => schedules.remove('schedule-0001', BY_TEST))).toBe(true);
    const request = { id: 'r', scheduleId: 's', requestedAt: 0 };
    expect(await wasSignalled(() => runRequests.add(request))).toBe(true);
    expect(await wasSignalled(() => runRequests.claim('runner'))).toBe(false);
  });

  it('refuses everything while it is away', async () => {
    const backend = createMemoryBackend(new FakeClock());
    backend.isAway = true;
    await expect(backend.schedules.readRevision()).rejects.toMatchObject({ code: 'store_unavailable' });
    await expect(backend.executions.append([])).rejects.toMatchObject({ code: 'store_unavailable' });
    backend.isAway = false;
    await expect(backend.schedules.readRevision()).resolves.toMatchObject({ revision: 1 });
    expect(backend.calls).toEqual(['schedules.readRevision', 'executions.append', 'schedules.readRevision']);
  });

  it('moves version, anchor and start by hand as the database does', async () => {
    const clock = new FakeClock();
    const backend = createMemoryBackend(clock);
    const { id, anchorAt } = await backend.schedules.create(sampleFields(), BY_TEST);
    clock.stepWall(10_000);
    backend.editByHand(id, { maxInstances: 9 });
    expect(await backend.schedules.get(id)).toMatchObject({ schedule: { version: 2, anchorAt } });
    backend.editByHand(id, { intervalValue: 9 });
    expect(await backend.schedules.get(id)).toMatchObject({
      schedule: { version: 3, anchorAt: anchorAt + 10_000, effectiveFrom: anchorAt + 10_000 },
    });
    backend.editByHand(id, { cronMinute: 99 });
    expect(await backend.schedules.get(id)).toMatchObject({ isDamaged: true });
  });
});
