import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Lease } from '../../ports/index.ts';

export interface LeaseSubject {
  /** A contender for the one lease, as another process would be. */
  contender(runnerId: string): Lease;
  /** Lets time pass until the predicate holds; throws when it does not within a generous time. */
  until(holds: () => boolean): Promise<void>;
  close(): Promise<void>;
}

/** What every lease keeps: one holder at a time, and the next one after it. */
export function leaseContract(name: string, create: () => Promise<LeaseSubject>): void {
  describe(`${name}: the lease`, () => {
    let subject: LeaseSubject;
    let told: string[];
    beforeEach(async () => {
      told = [];
      subject = await create();
    });
    afterEach(() => subject.close());

    const start = (runnerId: string): Lease => {
      const lease = subject.contender(runnerId);
      lease.start({
        onAcquired: () => told.push(`${runnerId} acquired`),
        onLost: () => told.push(`${runnerId} lost`),
        onWaiting: () => told.push(`${runnerId} waits`),
      });
      return lease;
    };

    it('is held from the moment it says so until stop', async () => {
      const lease = subject.contender('a');
      let wasHeld: boolean | null = null;
      expect(lease.isHeld()).toBe(false);
      lease.start({
        onAcquired: () => {
          wasHeld = lease.isHeld();
        },
        onLost: () => undefined,
        onWaiting: () => undefined,
      });
      await subject.until(() => wasHeld !== null);
      expect(wasHeld).toBe(true);
      await lease.stop();
      expect(lease.isHeld()).toBe(false);
    });

    it('lets a second contender wait, says so once, and gives it the lease after the first', async () => {
      const first = start('a');
      await subject.until(() => first.isHeld());
      const second = start('b');
      await subject.until(() => told.includes('b waits'));
      expect(second.isHeld()).toBe(false);
      await first.stop();
      await subject.until(() => second.isHeld());
      expect(first.isHeld()).toBe(false);
      expect(told).toEqual(['a acquired', 'b waits', 'b acquired']);
      await second.stop();
    });

    it('goes to one of several that start at once', async () => {
      const leases = ['a', 'b', 'c'].map(start);
      await subject.until(() => told.length === 3);
      expect(leases.filter((lease) => lease.isHeld())).toHaveLength(1);
      expect(told.filter((line) => line.endsWith('acquired'))).toHaveLength(1);
      for (const lease of leases) await lease.stop();
    });

    it('can be had again after it was given back', async () => {
      const first = start('a');
      await subject.until(() => first.isHeld());
      await first.stop();
      const again = start('a');
      await subject.until(() => again.isHeld());
      await again.stop();
    });

    it('stops twice, and before it started; then it never holds', async () => {
      const lease = subject.contender('a');
      await lease.stop();
      await lease.stop();
      lease.start({
        onAcquired: () => told.push('acquired'),
        onLost: () => undefined,
        onWaiting: () => undefined,
      });
      const other = start('b');
      await subject.until(() => other.isHeld());
      expect(lease.isHeld()).toBe(false);
      expect(told.filter((line) => line.endsWith('acquired'))).toEqual(['b acquired']);
      await other.stop();
    });

    it('a waiting contender that stops takes nothing', async () => {
      const first = start('a');
      await subject.until(() => first.isHeld());
      const second = start('b');
      await subject.until(() => told.includes('b waits'));
      await second.stop();
      await first.stop();
      const third = start('c');
      await subject.until(() => third.isHeld());
      expect(told).toEqual(['a acquired', 'b waits', 'c acquired']);
      await third.stop();
    });
  });
}
