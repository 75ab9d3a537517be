import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LEASE_RENEW_MS, LEASE_TRUST_MS, type Lease, type Tenure } from '../../ports/index.ts';

export interface LeaseSubject {
  /**
   * True if each start checks for a successor as well, so that even a holder wrongly considered dead starts nothing
   * (files).
   */
  readonly isFenced: boolean;
  /** A contender for the one lease (`locking`), as in another process. */
  contender(runnerId: string): Lease;
  /** Ends it as `kill -9` ends a process: it never renews or releases again. Its object can still be queried. */
  kill(lease: Lease): Promise<void>;
  /** Stops it as SIGSTOP stops a process: its timers wait. Its object can still be queried. */
  freeze(lease: Lease): Promise<void>;
  /** Resumes it: timers that fell due meanwhile fire now. */
  thaw(lease: Lease): Promise<void>;
  /** The contenders' wall clock; epoch milliseconds. */
  now(): number;
  /** Lets this much time pass, and pending work finish. */
  pass(ms: number): Promise<void>;
  /** Lets time pass until the predicate holds; throws after a minute. */
  until(holds: () => boolean): Promise<void>;
  /** `Backend.peekTenure('locking')`. */
  peek(): Promise<Tenure | null>;
  close(): Promise<void>;
}

const GRAIN_MS = 1_000;
const FAR_AHEAD_MS = 70_000;

/**
 * The contract of every `Lease`: one holder at a time; the next one gets everything it needs to know; no start without
 * the right to it. `timeoutMs` is for subjects in real time.
 */
export function leaseContract(
  name: string,
  create: () => Promise<LeaseSubject>,
  timeoutMs: number = 15_000,
): void {
  describe(`${name}: the lease`, { timeout: timeoutMs }, () => {
    let subject: LeaseSubject;
    let told: string[];
    beforeEach(async () => {
      told = [];
      subject = await create();
    });
    afterEach(() => subject.close());

    /** Starts a contender and collects the events it receives. */
    const start = (runnerId: string, answer: () => number | null = () => subject.now(), lease?: Lease) => {
      const contender = lease ?? subject.contender(runnerId);
      const tenures: Tenure[] = [];
      const renewals: number[] = [];
      let asked = 0;
      contender.start({
        onAcquired: (tenure) => {
          tenures.push(tenure);
          told.push(`${runnerId} acquired`);
        },
        onLost: () => told.push(`${runnerId} lost`),
        onWaiting: () => told.push(`${runnerId} waits`),
        processedUntil: async () => {
          asked += 1;
          return answer();
        },
        onRenewed: ({ sentAt }) => renewals.push(sentAt),
      });
      return {
        lease: contender,
        renewals,
        askedTimes: () => asked,
        tenure: (): Tenure => {
          const tenure = tenures.at(-1);
          if (tenure === undefined)
            throw new Error(`expected ${runnerId} to have held the lease, it has not`);
          return tenure;
        },
      };
    };
    const startAndHold = async (runnerId: string, answer?: () => number | null) => {
      const started = start(runnerId, answer);
      await subject.until(() => started.lease.isHeld());
      return started;
    };
    const count = (line: string) => told.filter((other) => other === line).length;

    describe('one holder', () => {
      it('is held from the moment it says so until stop', async () => {
        const lease = subject.contender('a');
        let wasHeld: boolean | null = null;
        expect(lease.isHeld()).toBe(false);
        lease.start({
          onAcquired: () => {
            wasHeld = lease.isHeld() && lease.mayStart(subject.now());
          },
          onLost: () => undefined,
          onWaiting: () => undefined,
          processedUntil: async () => null,
        });
        await subject.until(() => wasHeld !== null);
        expect(wasHeld).toBe(true);
        await lease.stop();
        expect(lease.isHeld()).toBe(false);
        expect(lease.mayStart(subject.now())).toBe(false);
      });

      it('lets a second contender wait, says so once, and gives it the lease after the first', async () => {
        const first = await startAndHold('a');
        const second = start('b');
        await subject.until(() => told.includes('b waits'));
        await subject.pass(2 * LEASE_TRUST_MS);
        expect(second.lease.isHeld()).toBe(false);
        expect(second.lease.mayStart(subject.now())).toBe(false);
        await first.lease.stop();
        await subject.until(() => second.lease.isHeld());
        expect(first.lease.isHeld()).toBe(false);
        expect(told).toEqual(['a acquired', 'b waits', 'b acquired']);
        await second.lease.stop();
      });

      it('goes to one of several that start at once', async () => {
        const contenders = ['a', 'b', 'c', 'd', 'e'].map((runnerId) => start(runnerId));
        await subject.until(() => told.length === 5);
        expect(contenders.filter(({ lease }) => lease.isHeld())).toHaveLength(1);
        expect(told.filter((line) => line.endsWith('acquired'))).toHaveLength(1);
        for (const { lease } of contenders) await lease.stop();
      });

      it('is kept for as long as it is renewed', async () => {
        const { lease, renewals } = await startAndHold('a');
        await subject.pass(3 * LEASE_TRUST_MS);
        expect(lease.isHeld()).toBe(true);
        expect(lease.mayStart(subject.now())).toBe(true);
        expect(renewals.length).toBeGreaterThanOrEqual(Math.floor((3 * LEASE_TRUST_MS) / LEASE_RENEW_MS) - 1);
        expect(subject.now() - (renewals.at(-1) ?? 0)).toBeLessThan(LEASE_RENEW_MS + GRAIN_MS);
        expect(told).toEqual(['a acquired']);
        await lease.stop();
      });

      it('can be had again after it was given back', async () => {
        const first = await startAndHold('a');
        await first.lease.stop();
        const again = await startAndHold('a');
        await again.lease.stop();
      });

      it('stops twice, and before it started; then it never holds', async () => {
        const lease = subject.contender('a');
        await lease.stop();
        await lease.stop();
        start('a', undefined, lease);
        const other = await startAndHold('b');
        expect(lease.isHeld()).toBe(false);
        expect(told).toEqual(['b acquired']);
        await other.lease.stop();
        await other.lease.stop();
      });

      it('a waiting contender that stops takes nothing', async () => {
        const first = await startAndHold('a');
        const second = start('b');
        await subject.until(() => told.includes('b waits'));
        await second.lease.stop();
        await first.lease.stop();
        const third = await startAndHold('c');
        expect(told).toEqual(['a acquired', 'b waits', 'c acquired']);
        await third.lease.stop();
      });
    });

    describe('what the next holder finds', () => {
      it('nothing, when nobody has held it before', async () => {
        const { lease, tenure } = await startAndHold('a');
        expect(tenure()).toEqual({
          epoch: expect.any(Number),
          processedUntil: null,
          reservedUntil: null,
          previousRunnerId: null,
          previousEpoch: null,
          mayOverlap: false,
        });
        await lease.stop();
      });

      it('the last P of a holder that left cleanly, and nothing ambiguous', async () => {
        const first = await startAndHold('a', () => subject.now() - 1);
        await subject.pass(LEASE_RENEW_MS / 2);
        const leftAt = subject.now();
        await first.lease.stop();
        const second = await startAndHold('b');
        const { epoch, processedUntil, ...rest } = second.tenure();
        expect(rest).toEqual({
          reservedUntil: null,
          previousRunnerId: null,
          previousEpoch: null,
          mayOverlap: false,
        });
        expect(epoch).toBeGreaterThan(first.tenure().epoch);
        expect(processedUntil).toBeGreaterThanOrEqual(leftAt - 1);
        expect(processedUntil).toBeLessThanOrEqual(subject.now());
        await second.lease.stop();
      });

      it('the P that stood, and doubt, when a holder knows none at its stop', async () => {
        let answer: number | null = null;
        const first = await startAndHold('a', () => answer);
        const stood = subject.now();
        answer = stood;
        await subject.pass(LEASE_RENEW_MS + GRAIN_MS);
        answer = null;
        await subject.pass(LEASE_RENEW_MS);
        await first.lease.stop();
        const second = await startAndHold('b');
        expect(second.tenure()).toMatchObject({ processedUntil: stood, previousRunnerId: 'a' });
        expect(second.tenure().reservedUntil).toBeGreaterThan(stood);
        await second.lease.stop();
      });

      it('P, R, the name and the epoch of a holder that crashed', async () => {
        const answers: number[] = [];
        const first = await startAndHold('a', () => {
          answers.push(subject.now());
          return subject.now();
        });
        await subject.pass(LEASE_RENEW_MS + GRAIN_MS);
        const allowedAt = subject.now();
        expect(first.lease.mayStart(allowedAt)).toBe(true);
        await subject.kill(first.lease);
        const second = await startAndHold('b');
        const { epoch, processedUntil, reservedUntil, previousRunnerId, previousEpoch } = second.tenure();
        expect(epoch).toBeGreaterThan(first.tenure().epoch);
        expect(answers).toContain(processedUntil);
        expect(reservedUntil).toBeGreaterThanOrEqual(allowedAt);
        expect(reservedUntil).toBeLessThanOrEqual(allowedAt + LEASE_TRUST_MS);
        expect([previousRunnerId, previousEpoch]).toEqual(['a', first.tenure().epoch]);
        await second.lease.stop();
      });

      it('the moment in which a holder began, when that crashed before it knew a P', async () => {
        const before = subject.now();
        const first = await startAndHold('a', () => null);
        const after = subject.now();
        await subject.kill(first.lease);
        const second = await startAndHold('b');
        expect(second.tenure().processedUntil).toBeGreaterThanOrEqual(before);
        expect(second.tenure().processedUntil).toBeLessThanOrEqual(after);
        await second.lease.stop();
      });

      it('after two crashes still the P of the first, when the second knew none', async () => {
        let stood: number | null = null;
        const first = await startAndHold('a', () => stood);
        stood = subject.now();
        await subject.pass(LEASE_RENEW_MS + GRAIN_MS);
        await subject.kill(first.lease);
        const second = await startAndHold('b', () => null);
        await subject.kill(second.lease);
        const third = await startAndHold('c');
        expect(third.tenure()).toMatchObject({ processedUntil: stood, previousRunnerId: 'b' });
        expect(third.tenure().reservedUntil).toBeGreaterThanOrEqual(
          second.tenure().reservedUntil ?? Infinity,
        );
        await third.lease.stop();
      });

      it('that a run may overlap, when the holder only stands still', async () => {
        const first = await startAndHold('a');
        await subject.freeze(first.lease);
        const second = await startAndHold('b');
        expect(second.tenure()).toMatchObject({ previousRunnerId: 'a', mayOverlap: true });
        expect(subject.now()).toBeGreaterThan(second.tenure().reservedUntil ?? Infinity);
        await second.lease.stop();
      });

      it('a P that never went back, unless it was far ahead of the clock', async () => {
        let answer: number | null = null;
        const first = await startAndHold('a', () => answer);
        const base = subject.now();
        answer = base + 500;
        await subject.pass(LEASE_RENEW_MS + GRAIN_MS);
        answer = base - 60_000;
        await subject.pass(LEASE_RENEW_MS);
        await subject.kill(first.lease);
        answer = base + FAR_AHEAD_MS + 60_000;
        const second = await startAndHold('b', () => answer);
        expect(second.tenure().processedUntil).toBe(base + 500);
        await subject.pass(LEASE_RENEW_MS + GRAIN_MS);
        answer = base;
        await subject.pass(LEASE_RENEW_MS);
        await second.lease.stop();
        const third = await startAndHold('c');
        expect(third.tenure().processedUntil).toBe(base);
        await third.lease.stop();
      });
    });

    describe('the right to start', () => {
      it('ends at R, and moves on with each renewal', async () => {
        const { lease } = await startAndHold('a');
        const now = subject.now();
        expect(lease.mayStart(now)).toBe(true);
        expect(lease.mayStart(now - 3_600_000)).toBe(true);
        expect(lease.mayStart(now + LEASE_TRUST_MS + GRAIN_MS)).toBe(false);
        await subject.pass(2 * LEASE_RENEW_MS);
        expect(lease.mayStart(now + LEASE_TRUST_MS + GRAIN_MS)).toBe(true);
        await lease.stop();
      });

      it('ends with trust: a holder that stood still may start nothing, even with nobody after it', async () => {
        const { lease } = await startAndHold('a');
        await subject.freeze(lease);
        await subject.pass(LEASE_TRUST_MS + GRAIN_MS);
        expect(lease.mayStart(subject.now())).toBe(false);
        expect(lease.mayStart(subject.now() - 3_600_000)).toBe(false);
        expect(lease.isHeld()).toBe(false);
      });

      it('is gone in the turn in which a successor has it, and the old holder is told so once', async () => {
        const first = await startAndHold('a');
        await subject.freeze(first.lease);
        const second = await startAndHold('b');
        expect(first.lease.mayStart(subject.now())).toBe(false);
        expect(first.lease.isHeld()).toBe(false);
        await subject.thaw(first.lease);
        expect(first.lease.mayStart(subject.now())).toBe(false);
        await subject.until(() => told.includes('a waits'));
        expect(first.lease.mayStart(subject.now())).toBe(false);
        expect(count('a lost')).toBe(1);
        expect(second.lease.isHeld()).toBe(true);
        await second.lease.stop();
        await subject.until(() => first.lease.isHeld());
        expect(told).toEqual(['a acquired', 'b waits', 'b acquired', 'a lost', 'a waits', 'a acquired']);
        await first.lease.stop();
      });

      it('is never with a holder that was taken for dead, once it has a successor', async ({ skip }) => {
        if (!subject.isFenced) skip('only a fence stops a holder whose death was proven and is not true');
        const first = await startAndHold('a');
        await subject.pass(LEASE_RENEW_MS);
        await subject.kill(first.lease);
        const second = start('b');
        await subject.until(() => {
          const isTaken = second.lease.isHeld();
          expect(isTaken && first.lease.mayStart(subject.now())).toBe(false);
          return isTaken;
        });
        await second.lease.stop();
      });
    });

    it('asks for P before each renewal and at stop', async () => {
      const { lease, askedTimes, renewals } = await startAndHold('a');
      await subject.pass(3 * LEASE_RENEW_MS);
      expect(askedTimes()).toBeGreaterThanOrEqual(renewals.length);
      const before = askedTimes();
      await lease.stop();
      expect(askedTimes()).toBeGreaterThan(before);
    });

    it('renews with the P that stands when P cannot be had', async () => {
      const { lease, renewals } = await startAndHold('a', () => {
        throw new Error('the journal does not answer');
      });
      await subject.pass(3 * LEASE_TRUST_MS);
      expect(lease.isHeld()).toBe(true);
      expect(renewals.length).toBeGreaterThan(2);
      await lease.stop();
    });

    it('can be looked at without being taken', async () => {
      expect(await subject.peek()).toMatchObject({ processedUntil: null, mayOverlap: false });
      let stood: number | null = null;
      const first = await startAndHold('a', () => stood);
      stood = subject.now();
      await subject.pass(LEASE_RENEW_MS);
      expect(await subject.peek()).toBeNull();
      await first.lease.stop();
      const seen = await subject.peek();
      expect(seen).toMatchObject({ processedUntil: stood, reservedUntil: null, previousRunnerId: null });
      expect(await subject.peek()).toEqual(seen);
      const second = await startAndHold('b', () => stood);
      expect(second.tenure()).toEqual(seen);
      await subject.kill(second.lease);
      await subject.pass(2 * LEASE_TRUST_MS);
      expect(await subject.peek()).toMatchObject({ processedUntil: stood, previousRunnerId: 'b' });
    });
  });
}
