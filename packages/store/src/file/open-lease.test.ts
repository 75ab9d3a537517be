import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LEASE_RENEW_MS, LEASE_TRUST_MS, type Lease, type Tenure } from '@zenpulse/core/ports';
import { createRecordingLogger, FakeClock } from '@zenpulse/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../system-clock.ts';
import { temporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts';
import { until } from '../testing/until.ts';
import { createFileLeases } from './file-leases.ts';

describe('the lease without --lock', () => {
  let folder: TemporaryFolder;
  let clock: FakeClock;
  let dead: Set<string>;
  const leases: Lease[] = [];
  beforeEach(() => {
    folder = temporaryFolder();
    clock = new FakeClock();
    dead = new Set();
  });
  afterEach(async () => {
    for (const lease of leases.splice(0)) await lease.stop();
    folder.remove();
  });

  const files = (logger = createRecordingLogger()) =>
    createFileLeases({
      stateDir: join(folder.path, '.zenpulse'),
      clock,
      logger,
      isDead: ({ runnerId }) => dead.has(runnerId),
    });
  const start = (
    runnerId: string,
    processedUntil: () => number | null = () => null,
    logger?: ReturnType<typeof createRecordingLogger>,
  ) => {
    const lease = files(logger).createLease(runnerId, 'open');
    leases.push(lease);
    let found: Tenure | null = null;
    const renewals: number[] = [];
    lease.start({
      onAcquired: (tenure) => {
        found = tenure;
      },
      onLost: (reason) => expect.fail(`it was lost: ${reason}`),
      onWaiting: () => expect.fail('it waits'),
      processedUntil: async () => processedUntil(),
      onRenewed: ({ sentAt }) => renewals.push(sentAt),
    });
    return { lease, renewals, tenure: found as Tenure | null };
  };
  /** Lets virtual time pass to the next renewal only, so that the disk keeps up. */
  const renewed = async (renewals: readonly number[]) => {
    const before = renewals.length;
    await clock.advance(before === 0 ? 0 : LEASE_RENEW_MS);
    await until(() => renewals.length > before);
  };

  it('is held from the turn of its start until stop, and finds nothing the first time', async () => {
    const { lease, tenure } = start('a');
    expect(tenure).toEqual({
      epoch: 0,
      processedUntil: null,
      reservedUntil: null,
      previousRunnerId: null,
      previousEpoch: null,
      mayOverlap: false,
    });
    expect([lease.isHeld(), lease.mayStart(clock.now() + 1_000_000)]).toEqual([true, true]);
    await lease.stop();
    expect([lease.isHeld(), lease.mayStart(clock.now()), clock.pendingCount]).toEqual([false, false, 0]);
  });

  it('excludes no other runner', () => {
    expect([start('a').lease.isHeld(), start('b').lease.isHeld()]).toEqual([true, true]);
  });

  it('hands on the last P of a runner that left', async () => {
    const leftAt = clock.now() + 500;
    const { lease } = start('a', () => leftAt);
    await lease.stop();
    expect(start('b').tenure).toMatchObject({
      processedUntil: leftAt,
      reservedUntil: null,
      previousRunnerId: null,
    });
  });

  it('hands on P, R and the name of a runner that died', async () => {
    const a = start('a', () => clock.now());
    await renewed(a.renewals);
    const at = a.renewals.at(-1) ?? 0;
    dead.add('a');
    expect(start('b').tenure).toMatchObject({
      epoch: 0,
      processedUntil: at,
      reservedUntil: at + LEASE_TRUST_MS,
      previousRunnerId: 'a',
      previousEpoch: 0,
      mayOverlap: false,
    });
  });

  it('can be looked at: nothing while its holder lives', async () => {
    expect(await files().peekTenure('open')).toMatchObject({ epoch: 0, processedUntil: null });
    const { lease, renewals } = start('a', () => clock.now());
    await renewed(renewals);
    expect(await files().peekTenure('open')).toBeNull();
    dead.add('a');
    expect(await files().peekTenure('open')).toMatchObject({ previousRunnerId: 'a' });
    await lease.stop();
    expect(await files().peekTenure('open')).toMatchObject({ previousRunnerId: null, reservedUntil: null });
  });

  it('continues if its file cannot be written, and reports that once', async () => {
    writeFileSync(join(folder.path, '.zenpulse'), 'a file where the folder should be');
    const logger = createRecordingLogger();
    const { lease, renewals } = start('a', undefined, logger);
    await clock.advance(3 * LEASE_RENEW_MS);
    expect([lease.mayStart(clock.now()), renewals]).toEqual([true, []]);
    expect(logger.lines.filter(({ sentence }) => sentence.includes('could not be renewed'))).toHaveLength(1);
    rmSync(join(folder.path, '.zenpulse'));
    await clock.advance(1_000);
    await until(() => renewals.length === 1);
  });

  it('creates its file again after the folder was deleted', async () => {
    const { renewals } = start('a', () => clock.now());
    await renewed(renewals);
    rmSync(join(folder.path, '.zenpulse'), { recursive: true });
    await renewed(renewals);
    dead.add('a');
    expect(await files().peekTenure('open')).toMatchObject({ processedUntil: renewals.at(-1) });
  });

  it('continues from the later record of a holder under --lock', async () => {
    await start('a', () => clock.now()).lease.stop();
    clock.stepWall(60_000);
    const leftAt = clock.now();
    const { stateDir } = { stateDir: join(folder.path, '.zenpulse') };
    const locking = createFileLeases({
      stateDir,
      clock: systemClock,
      logger: createRecordingLogger(),
    }).createLease('b', 'locking');
    locking.start({
      onAcquired: () => undefined,
      onLost: () => undefined,
      onWaiting: () => undefined,
      processedUntil: async () => leftAt,
    });
    await until(() => locking.isHeld());
    await locking.stop();
    expect(start('c').tenure).toMatchObject({ processedUntil: leftAt, reservedUntil: null });
  });

  it('begins now where what is there cannot be read', () => {
    mkdirSync(join(folder.path, '.zenpulse/lease/open'), { recursive: true });
    const { lease, tenure } = start('a');
    expect([lease.isHeld(), tenure?.processedUntil]).toEqual([true, null]);
  });
});
