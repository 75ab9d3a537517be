import {
  LEASE_RENEW_MS,
  LEASE_TRUST_MS,
  type Lease,
  type LeaseRenewal,
  type Tenure,
} from '@zenpulse/core/ports';
import { createRecordingLogger } from '@zenpulse/core/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { identifyProcess } from '../file/process-identity.ts';
import { deadProcess } from '../testing/dead-process.ts';
import { serverLeases, type ContenderOptions, type ServerLeases } from '../testing/server-leases.ts';
import { describeOnServers } from '../testing/servers.ts';
import { openProxy, type Proxy } from '../testing/proxy.ts';

const SECOND = 1_000;
const HOUR = 3_600_000;

describeOnServers('the lease', (database) => {
  let leases: ServerLeases;
  let proxy: Proxy;
  let told: string[];
  beforeEach(async () => {
    told = [];
    leases = await serverLeases(database);
    proxy = await openProxy(new URL(database.url));
  });
  afterEach(async () => {
    await leases.close();
    await proxy.close();
  });

  const start = (
    runnerId: string,
    options: ContenderOptions = {},
    processedUntil = async () => leases.clock.now(),
  ) => {
    const lease = leases.contender(runnerId, options);
    const tenures: Tenure[] = [];
    const renewals: LeaseRenewal[] = [];
    lease.start({
      onAcquired: (tenure) => {
        tenures.push(tenure);
        told.push(`${runnerId} acquired`);
      },
      onLost: (reason) => told.push(`${runnerId} lost: ${reason}`),
      onWaiting: () => told.push(`${runnerId} waits`),
      processedUntil,
      onRenewed: (renewal) => renewals.push(renewal),
    });
    return { lease, tenures, renewals };
  };
  const held = (lease: Lease) => leases.until(() => lease.isHeld());
  const proxied = () => ({ url: proxy.urlOf(database.url), answerMs: 3 * SECOND });
  const epochs = async () => {
    const { rows } = await leases.byHand.query<{ epoch: string; holder: string | null }>(
      `SELECT "epoch", CONCAT("holder", '') AS "holder" FROM "zenpulse_lease"`,
    );
    const [row] = rows;
    const holder = JSON.parse(row?.holder || 'null') as { runnerId: string } | null;
    return { epoch: Number(row?.epoch), holder: holder?.runnerId ?? null };
  };
  /** A row of a holder that did not leave cleanly; R is the end of its trust. */
  const leaveRow = (holder: object) =>
    leases.byHand.query(
      `UPDATE "zenpulse_lease" SET "epoch" = 7, "holder" = $1, "holder_epoch" = 6, "is_released" = false,
         "processed_until" = ${database.sql.instant(leases.clock.now())},
         "reserved_until" = ${database.sql.instant(leases.clock.now() + LEASE_TRUST_MS)}`,
      [JSON.stringify(holder)],
    );

  it('continues without an event when the session of the holder is ended and no other runner waits', async () => {
    const { lease } = start('a');
    await held(lease);
    const before = await epochs();
    await leases.terminate('a');
    await leases.pass(3 * LEASE_TRUST_MS);
    expect(lease.mayStart(leases.clock.now())).toBe(true);
    expect(told).toEqual(['a acquired']);
    expect(await epochs()).toEqual(before);
  });

  it('goes to the one that waits when the session of the holder is ended, and never to both', async () => {
    const a = start('a');
    await held(a.lease);
    const b = start('b');
    await leases.until(() => told.includes('b waits'));
    await leases.terminate('a');
    await leases.until(() => {
      const both = [a.lease, b.lease].filter((lease) => lease.mayStart(leases.clock.now()));
      expect(both.length).toBeLessThan(2);
      return b.lease.isHeld();
    });
    expect(b.tenures).toMatchObject([{ previousRunnerId: 'a', mayOverlap: true }]);
    await leases.until(() => told.includes('a waits'));
    expect(told.filter((line) => line.startsWith('a lost'))).toHaveLength(1);
  });

  it('ends with trust while the way to the server is silent; the server forgets it, and the next one begins', async () => {
    const a = start('a', proxied());
    await held(a.lease);
    const b = start('b');
    await leases.until(() => told.includes('b waits'));
    proxy.freeze();
    await leases.pass(LEASE_TRUST_MS + SECOND);
    expect(a.lease.mayStart(leases.clock.now())).toBe(false);
    await held(b.lease);
    expect(told).toEqual(['a acquired', 'b waits', 'a lost: it could not be renewed in time', 'b acquired']);
    await proxy.accept();
    await leases.until(() => told.includes('a waits'));
  });

  it('ends with trust though the timer that watches over it fires a moment too early', async () => {
    const a = start('a', { ...proxied(), earlyMs: 1 });
    await held(a.lease);
    await proxy.refuse();
    await leases.pass(LEASE_TRUST_MS + SECOND);
    expect(told).toEqual(['a acquired', 'a lost: it could not be renewed in time']);
    await proxy.accept();
    await held(a.lease);
  });

  it('goes to the waiting runner as soon as a holder resumes that was suspended for longer than its trust', async () => {
    const a = start('a', { silenceMs: 60_000 });
    await held(a.lease);
    const b = start('b', { silenceMs: 60_000, lockWaitMs: 30_000 });
    await leases.until(() => told.includes('b waits'));
    leases.freeze(a.lease);
    await leases.pass(LEASE_TRUST_MS + 2 * SECOND);
    leases.thaw(a.lease);
    const thawedAt = leases.clock.monotonic();
    await held(b.lease);
    expect(leases.clock.monotonic() - thawedAt).toBeLessThan(2 * SECOND);
    expect(told).toContain('a lost: it could not be renewed in time');
  });

  it('comes back to its own holder at once when the database was away for longer than its trust', async () => {
    const { lease, tenures } = start('a', proxied());
    await held(lease);
    await proxy.refuse();
    await leases.pass(3 * LEASE_TRUST_MS);
    expect(told).toEqual(['a acquired', 'a lost: it could not be renewed in time']);
    await proxy.accept();
    const at = leases.clock.monotonic();
    await held(lease);
    expect(leases.clock.monotonic() - at).toBeLessThanOrEqual(6 * SECOND);
    expect(tenures[1]).toMatchObject({
      previousRunnerId: 'a',
      previousEpoch: tenures[0]?.epoch,
      mayOverlap: false,
    });
  });

  it('comes back though the server takes the old session of the same runner for alive', async () => {
    const { lease } = start('a', { ...proxied(), silenceMs: 60_000 });
    await held(lease);
    proxy.freeze();
    await leases.pass(LEASE_TRUST_MS + SECOND);
    proxy.forget();
    await held(lease);
    expect(told.at(-1)).toBe('a acquired');
  });

  it('is taken at once from a holder that is proven dead, and not from one on another host', async () => {
    const dead = await deadProcess('dead');
    await leaveRow(dead);
    const a = start('a');
    const began = leases.clock.monotonic();
    await held(a.lease);
    expect(leases.clock.monotonic() - began).toBeLessThan(2 * SECOND);
    expect(a.tenures).toMatchObject([
      { epoch: 8, previousRunnerId: 'dead', previousEpoch: 6, mayOverlap: false },
    ]);
    await a.lease.stop();

    await leaveRow({ ...dead, bootId: 'another' });
    const b = start('b');
    const began2 = leases.clock.monotonic();
    await held(b.lease);
    expect(leases.clock.monotonic() - began2).toBeGreaterThanOrEqual(LEASE_TRUST_MS);
    expect(b.tenures).toMatchObject([{ previousRunnerId: 'dead', mayOverlap: true }]);
    expect(told).toEqual(['a acquired', 'b acquired']);
  });

  it('is not taken from somebody in the name of one that only waited for its R', async () => {
    await leaveRow({ ...identifyProcess('far'), bootId: 'another' });
    const first = start('first');
    await leases.pass(5 * SECOND);
    expect(await epochs()).toEqual({ epoch: 8, holder: 'far' });
    leases.freeze(first.lease);
    await leases.terminate('first');
    const second = start('second');
    const leftMs = LEASE_TRUST_MS - 5 * SECOND;
    const began = leases.clock.monotonic();
    await held(second.lease);
    expect(leases.clock.monotonic() - began).toBeGreaterThanOrEqual(leftMs - SECOND);
    expect(second.tenures).toMatchObject([{ epoch: 9, previousRunnerId: 'far', previousEpoch: 6 }]);
  });

  it('is lost when the row of a restored database has its epoch again and another fence', async () => {
    const { lease } = start('a');
    await held(lease);
    await leases.byHand.query(`UPDATE "zenpulse_lease" SET "fence" = 'of another holder'`);
    await leases.until(() => told.some((line) => line.startsWith('a lost')));
    expect(told).toContain('a lost: another runner has taken it over');
    await held(lease);
  });

  it('is lost when the epoch is raised or the row deleted, and acquired again', async () => {
    const { lease } = start('a');
    for (const sql of [`UPDATE "zenpulse_lease" SET "epoch" = "epoch" + 1`, `DELETE FROM "zenpulse_lease"`]) {
      await held(lease);
      told = [];
      await leases.byHand.query(sql);
      await leases.until(() => told.length === 2);
      expect(told).toEqual(['a lost: another runner has taken it over', 'a acquired']);
    }
  });

  it('is waited for, without an event, while the database is unavailable at the start', async () => {
    await proxy.refuse();
    const { lease } = start('a', proxied());
    await leases.pass(30 * SECOND);
    expect(told).toEqual([]);
    await proxy.accept();
    await held(lease);
  });

  it('stops at once while the database is away, while it waits, and while it holds; no timer is left', async () => {
    const a = start('a', proxied());
    await held(a.lease);
    const b = start('b');
    await leases.until(() => told.includes('b waits'));
    const stood = leases.clock.monotonic();
    await b.lease.stop();
    await proxy.refuse();
    await a.lease.stop();
    const c = start('c');
    await held(c.lease);
    await c.lease.stop();
    await c.lease.stop();
    expect(leases.clock.pendingCount).toBe(0);
    expect(leases.clock.monotonic() - stood).toBeLessThan(LEASE_TRUST_MS + 2 * SECOND);
    expect(told.filter((line) => line.includes('lost'))).toEqual([]);
  });

  it('reports the revision with each renewal, and renews even if the runner does not report its position', async () => {
    const { lease, renewals } = start('a', {}, () => new Promise(() => undefined));
    await held(lease);
    const { rows } = await leases.byHand.query<{ revision: string; token: string }>(
      'SELECT "revision", "token" FROM "zenpulse_revision"',
    );
    const [{ revision, token } = { revision: '', token: '' }] = rows;
    await leases.pass(3 * LEASE_RENEW_MS);
    expect(renewals.length).toBeGreaterThan(1);
    expect(renewals.at(-1)?.isRevision?.({ revision: Number(revision), token })).toBe(true);
    expect(renewals.at(-1)?.isRevision?.({ revision: Number(revision), token: 'another' })).toBe(false);
    expect(lease.isHeld()).toBe(true);
  });

  it('follows the clock of the database: a host that is an hour ahead holds it, with one warning', async () => {
    const logger = createRecordingLogger();
    const { lease } = start('a', { aheadMs: HOUR, logger });
    await held(lease);
    await leases.pass(2 * LEASE_TRUST_MS);
    expect(lease.mayStart(leases.clock.now())).toBe(true);
    expect(lease.mayStart(leases.clock.now() + HOUR)).toBe(false);
    const warned = logger.lines.filter(({ level }) => level === 'warn').map(({ sentence }) => sentence);
    expect(warned).toEqual([
      expect.stringMatching(/^The clock of this host is 3600\.\d s ahead of the database's;/),
    ]);
  });

  it('is not kept by a standby that is suspended when its turn comes', async () => {
    const a = start('a');
    await held(a.lease);
    const b = start('b', { lockWaitMs: 60_000 });
    await leases.until(() => told.includes('b waits'));
    leases.freeze(b.lease);
    await leases.pass(SECOND);
    const c = start('c');
    await leases.until(() => told.includes('c waits'));
    await a.lease.stop();
    await held(c.lease);
    expect(b.lease.isHeld()).toBe(false);
    leases.thaw(b.lease);
    await leases.until(() => told.includes('b lost: it could not be renewed in time') || c.lease.isHeld());
    expect([b.lease, c.lease].filter((lease) => lease.mayStart(leases.clock.now()))).toEqual([c.lease]);
  });

  it('costs a standby one statement a wait', async () => {
    const a = start('a');
    await held(a.lease);
    const logger = createRecordingLogger();
    const b = start('b', { logger, lockWaitMs: 60_000 });
    await leases.until(() => told.includes('b waits'));
    await leases.pass(5 * SECOND);
    const before = logger.lines.length;
    await leases.pass(30 * SECOND);
    expect(logger.lines.slice(before)).toEqual([]);
    await a.lease.stop();
    await held(b.lease);
  });

  it('of one schema, or database, is not that of another', async () => {
    const { url } = database.place('other');
    await database.migrate(url);
    const a = start('a');
    await held(a.lease);
    const b = start('b', { url });
    await held(b.lease);
    expect(told).toEqual(['a acquired', 'b acquired']);
  });
});
