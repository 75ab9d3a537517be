import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LEASE_RENEW_MS, LEASE_TRUST_MS, silentLogger, type Lease, type Tenure } from '@zenpulse/core/ports';
import { createRecordingLogger } from '@zenpulse/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileLeaseSubject, type FileLeaseSubject } from '../testing/lease-subject.ts';
import { createFileLease } from './file-lease.ts';
import { createFileLeases } from './file-leases.ts';
import { createLeaseFolder } from './lease-folder.ts';
import { identifyProcess } from './process-identity.ts';

const SECOND = 1_000;

interface Contender {
  readonly lease: Lease;
  readonly tenures: Tenure[];
  readonly losses: string[];
  readonly waits: number[];
  processedUntil: number | null;
}

describe('the lease on files', () => {
  let subject: FileLeaseSubject;
  let folder: string;
  beforeEach(async () => {
    subject = await fileLeaseSubject(true);
    folder = join(subject.stateDir, 'lease');
  });
  afterEach(() => subject.close());

  const start = (runnerId: string, logger = createRecordingLogger()): Contender => {
    const lease = subject.contender(runnerId, logger);
    const contender: Contender = { lease, tenures: [], losses: [], waits: [], processedUntil: null };
    lease.start({
      onAcquired: (tenure) => contender.tenures.push(tenure),
      onLost: (reason) => contender.losses.push(reason),
      onWaiting: () => contender.waits.push(subject.now()),
      processedUntil: async () => contender.processedUntil,
    });
    return contender;
  };
  const startAndHold = async (runnerId: string, logger = createRecordingLogger()): Promise<Contender> => {
    const contender = start(runnerId, logger);
    await subject.until(() => contender.lease.isHeld());
    return contender;
  };
  const epochs = () =>
    readdirSync(folder)
      .filter((name) => name.startsWith('epoch-'))
      .sort();

  describe('takes over', () => {
    it('at its next look, half a second later at most, from a holder that is proven dead', async () => {
      const a = await startAndHold('a');
      const b = start('b');
      await subject.pass(2 * SECOND);
      await subject.kill(a.lease);
      await subject.pass(500);
      expect(b.tenures).toMatchObject([{ epoch: 2, previousRunnerId: 'a', mayOverlap: false }]);
    });

    it('from a silent one when R has passed and nothing was heard for as long as trust lasts, not sooner', async () => {
      const a = await startAndHold('a');
      await subject.pass(LEASE_RENEW_MS + SECOND);
      const lastRenewalAt = subject.now() - SECOND;
      await subject.freeze(a.lease);
      const b = start('b');
      await subject.pass(LEASE_TRUST_MS - SECOND);
      expect(b.waits).toHaveLength(1);
      await subject.pass(SECOND - 100);
      expect(b.tenures).toEqual([]);
      await subject.pass(SECOND);
      expect(b.tenures).toMatchObject([{ reservedUntil: lastRenewalAt + LEASE_TRUST_MS, mayOverlap: true }]);
    });

    it('without waiting for an R that is a day ahead: the clock was set back', async () => {
      const a = await startAndHold('a');
      subject.clock.stepWall(-86_400_000);
      await subject.freeze(a.lease);
      const b = start('b');
      await subject.pass(LEASE_TRUST_MS + SECOND);
      expect(b.lease.mayStart(subject.now())).toBe(true);
      await b.lease.stop();
    });

    it('but waits for an R that is a little ahead', async () => {
      const a = await startAndHold('a');
      subject.clock.stepWall(-30_000);
      await subject.freeze(a.lease);
      const b = start('b');
      await subject.pass(30_000);
      expect(b.lease.isHeld()).toBe(false);
      await subject.pass(LEASE_TRUST_MS + SECOND);
      expect(b.lease.isHeld()).toBe(true);
    });

    it('from an epoch whose maker died before it wrote a record, and treats everything since as uncertain', async () => {
      const a = await startAndHold('a');
      a.processedUntil = subject.now() + 1;
      await a.lease.stop();
      writeFileSync(join(folder, 'epoch-2'), '');
      const b = start('b');
      await subject.pass(LEASE_TRUST_MS - SECOND);
      expect([b.waits.length, b.tenures]).toEqual([1, []]);
      await subject.pass(2 * SECOND);
      expect(b.tenures).toEqual([
        {
          epoch: 3,
          processedUntil: a.processedUntil,
          reservedUntil: expect.any(Number),
          previousRunnerId: null,
          previousEpoch: null,
          mayOverlap: true,
        },
      ]);
      expect(subject.now() - (b.tenures[0]?.reservedUntil ?? 0)).toBeLessThan(2 * SECOND);
    });

    /** A contender that dies between creating an epoch and beginning. */
    const dieOnTheWay = async (runnerId: string) => {
      const { stateDir, clock, dead } = subject;
      const real = createLeaseFolder(stateDir);
      const fail = () => {
        throw new Error('killed');
      };
      const make: typeof real.make = (epoch, record) => {
        const file = real.make(epoch, record);
        return file === null ? null : { ...file, writeFirst: fail, remove: () => undefined };
      };
      const lease = createFileLease({
        folder: { ...real, make, alone: (work) => subject.counted(() => real.alone(work)) },
        clock,
        logger: silentLogger,
        identity: identifyProcess(runnerId),
        isDead: (identity) => dead.has(identity.runnerId),
      });
      lease.start({
        onAcquired: () => undefined,
        onLost: () => undefined,
        onWaiting: () => undefined,
        processedUntil: async () => null,
      });
      const before = epochs().length;
      await subject.until(() => epochs().length > before);
      await lease.stop();
    };

    it('from an epoch whose maker died before it began, as if that one had never been', async () => {
      const a = await startAndHold('a');
      await subject.pass(LEASE_RENEW_MS);
      await subject.kill(a.lease);
      await dieOnTheWay('maker');
      const b = start('b');
      await subject.pass(SECOND);
      expect([b.waits.length, await subject.peek()]).toEqual([1, null]);
      subject.dead.add('maker');
      const last = { epoch: 3, previousRunnerId: 'a', previousEpoch: 1, mayOverlap: false };
      expect(await subject.peek()).toMatchObject(last);
      await subject.pass(SECOND);
      expect(b.tenures).toMatchObject([last]);
      expect(b.lease.mayStart(subject.now())).toBe(true);
    });

    it('with the same doubt when yet another died on its way from such an epoch', async () => {
      const a = await startAndHold('a');
      await a.lease.stop();
      writeFileSync(join(folder, 'epoch-2'), '');
      await dieOnTheWay('maker');
      subject.dead.add('maker');
      const b = await startAndHold('b');
      expect(b.tenures).toMatchObject([{ epoch: 4, previousRunnerId: null, mayOverlap: true }]);
      expect(subject.now() - (b.tenures[0]?.reservedUntil ?? 0)).toBeLessThan(SECOND);
    });

    it('and keeps the files of the two newest epochs only', async () => {
      for (const runnerId of ['a', 'b', 'c', 'd']) {
        const { lease } = await startAndHold(runnerId);
        await lease.stop();
      }
      expect(epochs()).toEqual(['epoch-3', 'epoch-4']);
    });

    it('from a runner without --lock that knew more', async () => {
      const a = await startAndHold('a');
      a.processedUntil = subject.now();
      await a.lease.stop();
      const { stateDir, clock } = subject;
      const open = createFileLeases({ stateDir, clock, logger: silentLogger }).createLease('open', 'open');
      await subject.pass(SECOND);
      const decidedUntil = subject.now();
      open.start({
        onAcquired: () => undefined,
        onLost: () => undefined,
        onWaiting: () => undefined,
        processedUntil: async () => decidedUntil,
      });
      await open.stop();
      const b = await startAndHold('b');
      expect(b.tenures).toMatchObject([{ epoch: 2, processedUntil: decidedUntil, reservedUntil: null }]);
    });
  });

  describe('the next epoch', () => {
    it('ends every start from the next turn on, and the holder is told so in a turn of its own', async () => {
      const { lease, losses } = await startAndHold('a');
      expect(lease.mayStart(subject.now())).toBe(true);
      writeFileSync(join(folder, 'epoch-2'), '');
      await subject.clock.settle();
      expect(lease.mayStart(subject.now())).toBe(false);
      expect([lease.isHeld(), losses]).toEqual([false, []]);
      expect(lease.mayStart(subject.now())).toBe(false);
      await subject.clock.settle();
      expect(losses).toEqual(['another runner has taken over']);
    });

    it('ends a renewal as well, and nothing is written any more', async () => {
      const { lease, losses } = await startAndHold('a');
      await subject.pass(SECOND);
      let writes = 0;
      subject.beforeWrite = () => {
        writes += 1;
      };
      writeFileSync(join(folder, 'epoch-2'), '');
      await subject.pass(LEASE_RENEW_MS);
      expect([writes, losses]).toEqual([0, ['another runner has taken over']]);
      expect(lease.isHeld()).toBe(false);
    });

    it('keeps a holder from leaving cleanly what is not its own any more', async () => {
      const { lease } = await startAndHold('a');
      await subject.pass(SECOND);
      let writes = 0;
      subject.beforeWrite = () => {
        writes += 1;
      };
      writeFileSync(join(folder, 'epoch-2'), '');
      await lease.stop();
      expect(writes).toBe(0);
    });

    it('made while a renewal is on its way makes that renewal worthless', async () => {
      const { lease, losses } = await startAndHold('a');
      await subject.pass(SECOND);
      subject.beforeWrite = () => {
        writeFileSync(join(folder, 'epoch-2'), '');
      };
      await subject.pass(LEASE_RENEW_MS);
      expect([lease.isHeld(), losses]).toEqual([false, ['another runner has taken over']]);
    });
  });

  describe('a folder that somebody deletes', () => {
    it('is lost at once, and the lease is had again with what this process knew', async () => {
      const a = await startAndHold('a');
      const decidedUntil = subject.now();
      a.processedUntil = decidedUntil;
      await subject.pass(LEASE_RENEW_MS + SECOND);
      rmSync(subject.stateDir, { recursive: true });
      expect(a.lease.mayStart(subject.now())).toBe(false);
      await subject.pass(SECOND);
      expect(a.losses).toEqual(['its file is gone']);
      expect(a.tenures[1]).toMatchObject({
        epoch: 2,
        processedUntil: decidedUntil,
        previousRunnerId: 'a',
        previousEpoch: 1,
        mayOverlap: false,
      });
      expect(a.lease.mayStart(subject.now())).toBe(true);
    });

    it('is noticed by the next renewal when nothing starts', async () => {
      const a = await startAndHold('a');
      await subject.pass(SECOND);
      renameSync(subject.stateDir, `${subject.stateDir}-moved`);
      await subject.pass(LEASE_RENEW_MS);
      expect(a.losses).toEqual(['its file is gone']);
    });

    it('leaves one holder, also when another runner takes the new folder first', async () => {
      const a = await startAndHold('a');
      await subject.pass(SECOND);
      rmSync(subject.stateDir, { recursive: true });
      const b = start('b');
      await subject.until(() => b.lease.isHeld());
      expect(a.lease.mayStart(subject.now())).toBe(false);
      await subject.pass(LEASE_TRUST_MS);
      expect([a.lease.isHeld(), b.lease.isHeld(), a.waits.length]).toEqual([false, true, 1]);
    });
  });

  it('does not bring back what it knew once another runner has held the lease', async () => {
    const a = await startAndHold('a');
    a.processedUntil = subject.now();
    await subject.pass(LEASE_RENEW_MS);
    await subject.freeze(a.lease);
    const b = await startAndHold('b');
    await subject.thaw(a.lease);
    await subject.until(() => a.waits.length === 1);
    await subject.kill(b.lease);
    rmSync(subject.stateDir, { recursive: true });
    await subject.until(() => a.lease.isHeld());
    expect(a.tenures[1]).toMatchObject({ epoch: 1, processedUntil: null });
  });

  it('reports each wait', async () => {
    const a = await startAndHold('a');
    const b = start('b');
    await subject.pass(SECOND);
    await a.lease.stop();
    await subject.until(() => b.lease.isHeld());
    await subject.freeze(b.lease);
    const c = await startAndHold('c');
    await subject.thaw(b.lease);
    await subject.pass(SECOND);
    expect(b.waits).toHaveLength(2);
    await c.lease.stop();
  });

  describe('a disk that does not take the record', () => {
    it('is warned of once; the lease is lost when trust expires, and had again without a wait', async () => {
      const logger = createRecordingLogger();
      const { lease, losses, tenures } = await startAndHold('a', logger);
      await subject.pass(SECOND);
      let tries = 0;
      subject.beforeWrite = () => {
        tries += 1;
        throw new Error('ENOSPC');
      };
      await subject.pass(LEASE_TRUST_MS - SECOND - 1);
      expect([lease.isHeld(), losses]).toEqual([true, []]);
      expect(tries).toBeGreaterThan(3);
      subject.beforeWrite = () => undefined;
      await subject.pass(1);
      expect([losses, tenures.length]).toEqual([['it was not renewed in time'], 2]);
      expect(logger.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
      expect(tenures[1]).toMatchObject({ epoch: 2, previousRunnerId: 'a', mayOverlap: false });
    });

    it('for a moment only costs nothing', async () => {
      const { lease, losses } = await startAndHold('a');
      await subject.pass(SECOND);
      let left = 2;
      subject.beforeWrite = () => {
        left -= 1;
        if (left >= 0) throw new Error('EIO');
      };
      await subject.pass(3 * LEASE_TRUST_MS);
      expect([lease.mayStart(subject.now()), losses]).toEqual([true, []]);
    });

    it('for ever holds nobody up: what it takes at last lands in an epoch that is over', async () => {
      const a = await startAndHold('a');
      await subject.pass(SECOND);
      const hanging: (() => void)[] = [];
      subject.beforeWrite = () => new Promise((resolve) => hanging.push(resolve));
      await subject.pass(LEASE_TRUST_MS);
      expect([a.losses, a.tenures.length]).toEqual([['it was not renewed in time'], 2]);
      subject.beforeWrite = () => undefined;
      for (const letGo of hanging) letGo();
      await subject.pass(LEASE_TRUST_MS);
      expect([a.losses.length, a.lease.mayStart(subject.now())]).toEqual([1, true]);
    });

    it('and a folder that cannot be made are tried again, and warned of once', async () => {
      mkdirSync(dirname(subject.stateDir), { recursive: true });
      writeFileSync(subject.stateDir, 'a file where the folder should be');
      const logger = createRecordingLogger();
      const { lease } = start('a', logger);
      await subject.pass(3 * SECOND);
      expect(lease.isHeld()).toBe(false);
      expect(logger.lines).toMatchObject([
        { level: 'warn', sentence: 'The lease cannot be acquired; trying again' },
      ]);
      rmSync(subject.stateDir);
      await subject.pass(SECOND);
      expect(lease.isHeld()).toBe(true);
    });
  });

  it('keeps R, and its right to start, where the clock is set back a little', async () => {
    const { lease } = await startAndHold('a');
    await subject.pass(LEASE_RENEW_MS + SECOND);
    const latest = subject.now() - SECOND + LEASE_TRUST_MS;
    subject.clock.stepWall(-30_000);
    await subject.pass(LEASE_RENEW_MS);
    expect([lease.mayStart(latest), lease.mayStart(latest + 1)]).toEqual([true, false]);
  });

  it('gives R up where the clock is set back by more', async () => {
    const { lease } = await startAndHold('a');
    await subject.pass(SECOND);
    subject.clock.stepWall(-86_400_000);
    await subject.pass(LEASE_RENEW_MS);
    const now = subject.now();
    expect([lease.mayStart(now), lease.mayStart(now + LEASE_TRUST_MS + 1)]).toEqual([true, false]);
  });

  it('starts nothing while the clock is ahead of R', async () => {
    const { lease } = await startAndHold('a');
    subject.clock.stepWall(LEASE_TRUST_MS + 1);
    expect(lease.mayStart(subject.now() - LEASE_TRUST_MS - 1)).toBe(false);
    expect(lease.isHeld()).toBe(true);
    await subject.pass(LEASE_RENEW_MS);
    expect(lease.mayStart(subject.now())).toBe(true);
  });

  it('gives back only after the renewal that is under way', async () => {
    const a = await startAndHold('a');
    const { lease } = a;
    a.processedUntil = subject.now();
    await subject.pass(SECOND);
    let letGo: () => void = () => undefined;
    subject.beforeWrite = () =>
      new Promise((resolve) => {
        letGo = resolve;
      });
    await subject.pass(LEASE_RENEW_MS);
    let isStopped = false;
    const stopping = lease.stop().then(() => {
      isStopped = true;
    });
    expect([lease.isHeld(), lease.mayStart(subject.now())]).toEqual([false, false]);
    subject.beforeWrite = () => undefined;
    await subject.clock.settle();
    expect(isStopped).toBe(false);
    letGo();
    await stopping;
    expect(a.losses).toEqual([]);
    expect(await subject.peek()).toMatchObject({ epoch: 2, reservedUntil: null });
  });

  it('leaves no timer behind, whatever it was doing', async () => {
    const [a, b] = [await startAndHold('a'), start('b')];
    await subject.pass(SECOND);
    expect(subject.clock.pendingCount).toBeGreaterThan(0);
    await a.lease.stop();
    await b.lease.stop();
    expect(subject.clock.pendingCount).toBe(0);
    expect(existsSync(join(folder, 'epoch-1'))).toBe(true);
  });

  it('continues when a handler of its events throws', async () => {
    const logger = createRecordingLogger();
    const lease = subject.contender('a', logger);
    const fail = () => {
      throw new Error('a bug elsewhere');
    };
    lease.start({ onAcquired: fail, onLost: fail, onWaiting: fail, onRenewed: fail, processedUntil: fail });
    await subject.pass(3 * LEASE_TRUST_MS);
    expect(lease.mayStart(subject.now())).toBe(true);
    expect(logger.lines.some(({ level }) => level === 'error')).toBe(true);
    await lease.stop();
  });
});
