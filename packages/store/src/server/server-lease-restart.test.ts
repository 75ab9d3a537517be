import { LEASE_RENEW_MS, LEASE_TRUST_MS, silentLogger } from '@zenpulse/core/ports';
import { FakeClock } from '@zenpulse/core/testing';
import { describe, expect, it } from 'vitest';
import type { LeaseRow } from './lease-row.ts';
import type { Granted, LeaseSession, ServerStart } from './lease-session.ts';
import { LEASE_TIMINGS } from './lease-timings.ts';
import { createServerLease } from './server-lease.ts';

const SECOND = 1_000;
const FIRST: ServerStart = { host: 'db-1', startedAt: 1_000_000 };

/** A server without other contenders, whose connections can be ended. */
function createServer(clock: FakeClock) {
  let start = FIRST;
  let epoch = 0;
  let end: ((error: Error) => void) | null = null;
  const granted = (): Promise<Granted> => {
    const [sentAt, sentMono] = [clock.now(), clock.monotonic()];
    return Promise.resolve({
      sentAt,
      sentMono,
      reservedUntil: sentAt + LEASE_TRUST_MS,
      isRevision: () => true,
    });
  };
  const row = (): LeaseRow => ({
    epoch,
    holder: null,
    holderEpoch: null,
    processedUntil: null,
    reservedUntil: null,
    isReleased: true,
    now: clock.now(),
  });
  const openSession = (): LeaseSession => ({
    open: () => Promise.resolve(),
    lock: () => Promise.resolve(start),
    unlock: () => Promise.resolve(),
    raiseEpoch: () => {
      epoch += 1;
      return Promise.resolve(row());
    },
    hold: granted,
    renew: granted,
    release: () => Promise.resolve(),
    sayStillHere: () => Promise.resolve(),
    rest: (ms) =>
      new Promise((resolve, reject) => {
        end = reject;
        clock.setTimer(ms, resolve);
      }),
    wake: () => undefined,
    drop: () => undefined,
    close: () => Promise.resolve(),
  });
  return {
    openSession,
    restart: (as: ServerStart) => {
      start = as;
      end?.(new Error('the connection ended'));
    },
  };
}

async function holder() {
  const clock = new FakeClock();
  const told: string[] = [];
  const server = createServer(clock);
  const lease = createServerLease({
    runnerId: 'a',
    clock,
    logger: silentLogger,
    timings: LEASE_TIMINGS,
    openSession: server.openSession,
    toStoreError: (error) => error,
  });
  lease.start({
    onAcquired: ({ epoch }) => told.push(`epoch ${epoch}`),
    onLost: (reason) => told.push(reason),
    onWaiting: () => undefined,
    processedUntil: () => Promise.resolve(clock.now()),
  });
  await clock.advance(SECOND);
  const mayStart = () => lease.mayStart(clock.now());
  expect([told, mayStart()]).toEqual([['epoch 1'], true]);
  return { clock, told, server, lease, mayStart };
}

describe('the lease on a server whose connections end', () => {
  it('continues if the server is the same, even if its computed start differs by a second', async () => {
    const { clock, told, server, mayStart } = await holder();
    server.restart({ ...FIRST, startedAt: FIRST.startedAt + SECOND });
    await clock.advance(LEASE_RENEW_MS);
    expect([told, mayStart()]).toEqual([['epoch 1'], true]);
  });

  it.each([
    ['was started again', { ...FIRST, startedAt: FIRST.startedAt + 60 * SECOND }],
    ['is another one', { ...FIRST, host: 'db-2' }],
  ])(
    'waits the full trust where the server %s: it may have lost what another holder wrote',
    async (_what, as) => {
      const { clock, told, server, mayStart } = await holder();
      server.restart(as);
      await clock.advance(LEASE_TRUST_MS - SECOND);
      expect(mayStart()).toBe(false);
      expect(told).toEqual(['epoch 1', 'the database server was started again, or is another one']);
      await clock.advance(2 * SECOND);
      expect(mayStart()).toBe(true);
      expect(told.at(-1)).toBe('epoch 2');
      await clock.advance(3 * LEASE_RENEW_MS);
      expect(told).toHaveLength(3);
    },
  );
});
