import { describe, expect, it } from 'vitest';
import type { Lease, LeaseKind, Tenure } from '../../ports/index.ts';
import { FakeClock } from '../fake-clock.ts';
import { REFERENCE_INSTANT } from '../reference-instant.ts';
import { createMemoryBackend, type MemoryBackend, type MemoryProcess } from './memory-backend.ts';
import { createMemoryLease } from './memory-lease.ts';

const SECOND = 1_000;
const at = (seconds: number) => REFERENCE_INSTANT + seconds * SECOND;

interface Contender {
  readonly process: MemoryProcess;
  readonly lease: Lease;
  readonly tenures: Tenure[];
  readonly losses: string[];
  processedUntil: number | null;
}

function contender(backend: MemoryBackend, runnerId: string, kind: LeaseKind = 'locking'): Contender {
  const process = backend.secondProcess();
  const lease = process.createLease(runnerId, kind);
  const one: Contender = { process, lease, tenures: [], losses: [], processedUntil: null };
  lease.start({
    onAcquired: (tenure) => one.tenures.push(tenure),
    onLost: (reason) => one.losses.push(reason),
    onWaiting: () => undefined,
    processedUntil: async () => one.processedUntil,
  });
  return one;
}

const world = () => {
  const clock = new FakeClock();
  return { clock, backend: createMemoryBackend(clock) };
};

describe('a memory lease under --lock', () => {
  it('reserves ten seconds past each renewal, and starts nothing later', async () => {
    const { clock, backend } = world();
    const { lease } = contender(backend, 'a');
    await clock.settle();
    expect([lease.mayStart(at(10)), lease.mayStart(at(10) + 1)]).toEqual([true, false]);
    await clock.advance(5 * SECOND);
    expect([lease.mayStart(at(15)), lease.mayStart(at(15) + 1)]).toEqual([true, false]);
    clock.stepWall(11 * SECOND);
    expect(lease.mayStart(at(15))).toBe(false);
    clock.stepWall(-11 * SECOND);
    clock.block(10 * SECOND);
    expect([lease.isHeld(), lease.mayStart(at(5))]).toEqual([false, false]);
  });

  it('gives a successor nothing to fear after a clean leave', async () => {
    const { clock, backend } = world();
    const a = contender(backend, 'a');
    await clock.settle();
    const b = contender(backend, 'b');
    a.processedUntil = at(3);
    await clock.advance(SECOND);
    await a.lease.stop();
    await clock.advance(SECOND);
    expect(b.tenures).toEqual([
      {
        epoch: 2,
        processedUntil: at(3),
        reservedUntil: null,
        previousRunnerId: null,
        previousEpoch: null,
        mayOverlap: false,
      },
    ]);
  });

  it('lets the successor of a runner that is proven dead begin at once, with P and R', async () => {
    const { clock, backend } = world();
    const a = contender(backend, 'a');
    a.processedUntil = at(4);
    await clock.advance(6 * SECOND);
    a.process.kill();
    const b = contender(backend, 'b');
    await clock.settle();
    expect(b.tenures).toEqual([
      {
        epoch: 2,
        processedUntil: at(4),
        reservedUntil: at(15),
        previousRunnerId: 'a',
        previousEpoch: 1,
        mayOverlap: false,
      },
    ]);
  });

  it('lets the successor of a silent runner wait for the lock, and then until R has passed', async () => {
    const { clock, backend } = world();
    const a = contender(backend, 'a');
    await clock.advance(6 * SECOND);
    a.process.kill('unseen');
    const b = contender(backend, 'b');
    await clock.advance(8 * SECOND);
    backend.leaseDesk.hangUp('a');
    await clock.advance(SECOND);
    expect(b.tenures).toEqual([]);
    await clock.advance(SECOND);
    expect(b.tenures).toMatchObject([{ previousRunnerId: 'a', reservedUntil: at(15), mayOverlap: true }]);
  });

  it('is lost when trust expires, and had again without a wait', async () => {
    const { clock, backend } = world();
    let isReachable = true;
    const told: (string | Tenure)[] = [];
    const lease = createMemoryLease({
      desk: backend.leaseDesk,
      clock,
      runnerId: 'a',
      reach: async (ask) => {
        if (!isReachable) throw new Error('away');
        return ask();
      },
    });
    lease.start({
      onAcquired: (tenure) => told.push(tenure),
      onLost: (reason) => told.push(reason),
      onWaiting: () => undefined,
      processedUntil: () => Promise.resolve(null),
    });
    await clock.advance(6 * SECOND);
    isReachable = false;
    await clock.advance(9 * SECOND - 1);
    expect(lease.isHeld()).toBe(true);
    await clock.advance(1);
    expect([lease.isHeld(), told[1]]).toEqual([false, 'trust has expired']);
    isReachable = true;
    await clock.advance(SECOND);
    expect(told[2]).toMatchObject({ epoch: 2, previousRunnerId: 'a', mayOverlap: false });
  });

  it.each([
    [14, []],
    [15, ['the lock is gone']],
  ])('of a process that stood still for %i s: %j', async (seconds, losses) => {
    const { clock, backend } = world();
    const a = contender(backend, 'a');
    await clock.settle();
    clock.block(seconds * SECOND);
    expect(a.lease.isHeld()).toBe(false);
    await clock.advance(SECOND);
    expect(a.losses).toEqual(losses);
    await clock.advance(SECOND);
    expect(a.lease.isHeld()).toBe(true);
  });

  it('goes to another when its holder was silent for too long, who hears of it', async () => {
    const { clock, backend } = world();
    const a = contender(backend, 'a');
    await clock.settle();
    const b = contender(backend, 'b');
    await clock.settle();
    backend.revokeLease('it slept');
    expect([a.losses, a.lease.isHeld()]).toEqual([['it slept'], false]);
    await clock.advance(10 * SECOND);
    expect(b.lease.isHeld()).toBe(false);
    await clock.advance(SECOND);
    expect([a.lease.isHeld(), b.lease.isHeld()]).toEqual([false, true]);
    expect(b.tenures).toMatchObject([{ previousRunnerId: 'a', mayOverlap: true }]);
  });

  it('can be looked at without being taken', async () => {
    const { clock, backend } = world();
    expect(await backend.peekTenure('locking')).toMatchObject({ epoch: 1, processedUntil: null });
    const a = contender(backend, 'a');
    await clock.settle();
    expect(await backend.peekTenure('locking')).toBeNull();
    a.process.kill();
    expect(await backend.peekTenure('locking')).toMatchObject({ epoch: 2, previousRunnerId: 'a' });
  });
});

describe('a memory lease without --lock', () => {
  it('is held in the turn of its start, keeps P, and excludes nobody', async () => {
    const { clock, backend } = world();
    const a = contender(backend, 'a', 'open');
    expect(a.tenures).toMatchObject([{ epoch: 0, processedUntil: null, previousRunnerId: null }]);
    a.processedUntil = at(5);
    await clock.advance(6 * SECOND);
    expect(await backend.peekTenure('open')).toBeNull();
    a.process.kill();
    const b = contender(backend, 'b', 'open');
    expect(b.tenures).toEqual([
      {
        epoch: 0,
        processedUntil: at(5),
        reservedUntil: at(15),
        previousRunnerId: 'a',
        previousEpoch: 0,
        mayOverlap: false,
      },
    ]);
    b.processedUntil = at(6);
    await b.lease.stop();
    expect([b.lease.isHeld(), clock.pendingCount]).toEqual([false, 0]);
    expect(await backend.peekTenure('open')).toMatchObject({ reservedUntil: null, previousRunnerId: null });
  });
});
