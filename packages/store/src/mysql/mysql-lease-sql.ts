import { crc32 } from 'node:zlib';
import { raw, sql, type Sql } from '@prisma/client-runtime-utils';
import type { RevisionPair } from '@zenpulse/core/ports';
import { MAX_AHEAD_MS } from '../server/lease-row.ts';
import type { Fence } from '../server/lease-session.ts';
import { lockName, OWN_NAME } from './lock-name.ts';
import { epochMs, instant } from './mysql-instant.ts';

export interface Renewal {
  readonly fence: Fence;
  readonly trustMs: number;
  /** P; null to keep the one that stands. */
  readonly processedUntil: number | null;
  readonly now: Sql;
}

/** What a renewal tells in the one number that an UPDATE can return: see `told`. */
export interface Told {
  /** Of the revision and its token: `checksumOf`. */
  readonly checksum: number;
  /** The last 32 bits of the server's time, in epoch milliseconds. */
  readonly now: number;
}

const BITS = 2 ** 32;

const leaseLock = raw(lockName('lease'));
/** Of one runner's sessions only, whatever becomes of the lease. */
const runnerLock = (runnerId: string) =>
  sql`CONCAT('zenpulse_runner_', LEFT(SHA2(CONCAT(${raw(OWN_NAME)}, '/', ${runnerId}), 256), 32))`;

/** The runner's own earlier session, which the server may still take for alive; null for none. */
export const findTwin = (runnerId: string) =>
  sql`SELECT IS_USED_LOCK(${runnerLock(runnerId)}) + 0e0 AS "twin"`;

/** Needs no right: one account may end its own sessions. */
export const endTwin = (id: number) => sql`KILL ${raw(String(Math.trunc(id)))}`;

/** How the next session of this runner will find this one. */
export const sign = (runnerId: string, seconds: number) =>
  sql`SELECT GET_LOCK(${runnerLock(runnerId)}, ${seconds}) AS "isLocked"`;

/** Answers as soon as the lock is had, and 0 when it was not in time. */
export const takeLock = (seconds: number) => sql`SELECT GET_LOCK(${leaseLock}, ${seconds}) AS "isLocked"`;

export const unlock = () => sql`SELECT RELEASE_LOCK(${leaseLock})`;

export const hasLock = sql`SELECT IS_USED_LOCK(${leaseLock}) <=> CONNECTION_ID() AS "isLocked"`;

/** Which server this is: a promoted replica, or one that was restored, was started at another time. */
export const uptime = sql`SHOW GLOBAL STATUS LIKE 'Uptime'`;

/** The server's own time, whatever dates the rows. */
export const server = sql`SELECT @@hostname AS "host", ${epochMs(raw('utc_timestamp(3)'))} AS "now"`;

/** Silence would cost the lock. */
export const stillHere = sql`SELECT 1`;

const fields = (now: Sql) => sql`
  "epoch" + 0e0 AS "epoch", CONCAT("holder", '') AS "holder", "holder_epoch" + 0e0 AS "holderEpoch",
  "is_released" AS "isReleased", ${epochMs(raw('"processed_until"'))} AS "processedUntil",
  ${epochMs(raw('"reserved_until"'))} AS "reservedUntil", ${epochMs(now)} AS "now"`;

export const read = (now: Sql) => sql`SELECT ${fields(now)} FROM "zenpulse_lease" WHERE "id" = 1`;

/** The row, and whether a session has the lock. */
export const peek = (now: Sql) => sql`
  SELECT ${fields(now)}, IS_USED_LOCK(${leaseLock}) IS NOT NULL AS "isLocked" FROM "zenpulse_lease" WHERE "id" = 1`;

/**
 * Takes nothing but the epoch: until `hold` the last holder stays in the row, for whoever comes if this one dies. The
 * answer's `insertId` is the epoch; of a row that was not there, the first one.
 */
export const raiseEpoch = sql`
  INSERT INTO "zenpulse_lease" ("id", "epoch") VALUES (1, 1)
  ON DUPLICATE KEY UPDATE "epoch" = LAST_INSERT_ID("epoch" + 1)`;

export const hold = (identity: string, { fence, trustMs, now }: Omit<Renewal, 'processedUntil'>) => sql`
  UPDATE "zenpulse_lease" SET
    "holder" = ${identity}, "holder_epoch" = "epoch", "fence" = ${fence.value}, "is_released" = false,
    "processed_until" = COALESCE("processed_until", ${now}),
    "reserved_until" = ${reserved(trustMs, now)}, "renewed_at" = ${told(now)}
  WHERE ${isOfEpoch(fence)}`;

export const renew = ({ fence, trustMs, processedUntil, now }: Renewal) => sql`
  UPDATE "zenpulse_lease" SET
    "processed_until" = ${processed(processedUntil, now)}, "reserved_until" = ${reserved(trustMs, now)},
    "renewed_at" = ${told(now)}
  WHERE ${isMine(fence)}`;

/** Nothing after P was started: R is P. */
export const release = ({ fence, processedUntil, now }: Omit<Renewal, 'trustMs'>) => sql`
  UPDATE "zenpulse_lease" SET
    "processed_until" = ${processed(processedUntil, now)}, "reserved_until" = "processed_until",
    "is_released" = true, "renewed_at" = ${now}
  WHERE ${isMine(fence)}`;

/** The epoch is the fence. That this session has the lock shows that no pooler stands between: a lock cannot be kept then. */
const isOfEpoch = ({ epoch }: Fence) =>
  sql`"id" = 1 AND "epoch" = ${epoch} AND IS_USED_LOCK(${leaseLock}) = CONNECTION_ID()`;

const isMine = (fence: Fence) => sql`${isOfEpoch(fence)} AND "fence" = ${fence.value}`;

/**
 * The server's time, to be assigned last. On its way it makes the answer's `insertId` tell time and revision, 32 bits each: of the
 * revision and its token a checksum. So a renewal is one statement: no UPDATE returns rows here. The subquery locks nothing under READ COMMITTED, so a
 * transaction that somebody left open on the schedules holds up no renewal.
 */
const told = (now: Sql) => sql`IF(LAST_INSERT_ID(
    COALESCE((SELECT CRC32(CONCAT("revision", ':', "token")) FROM "zenpulse_revision" WHERE "id" = 1), 0) << 32
    | (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', ${now}) DIV 1000 & 4294967295)) IS NULL, NULL, ${now})`;

/** What CRC32 makes of the pair in `told`. */
export function checksumOf({ revision, token }: RevisionPair): number {
  return crc32(`${revision}:${token}`);
}

export function readTold(insertId: bigint): Told {
  return { checksum: Number(BigInt.asUintN(64, insertId) >> 32n), now: Number(BigInt.asUintN(32, insertId)) };
}

/** The number that ends in these 32 bits and is nearest to `near`. */
export function nearest(bits: number, near: number): number {
  return bits + BITS * Math.round((near - bits) / BITS);
}

const later = (now: Sql, ms: number) => sql`(${now} + INTERVAL ${ms * 1_000} MICROSECOND)`;

/** A clock that was set back does not take back what R has allowed. */
const reserved = (trustMs: number, now: Sql) => sql`CASE
  WHEN "reserved_until" > ${later(now, trustMs + MAX_AHEAD_MS)} THEN ${later(now, trustMs)}
  ELSE GREATEST(COALESCE("reserved_until", ${later(now, trustMs)}), ${later(now, trustMs)}) END`;

/** P never goes down, unless it is far ahead of the clock. */
const processed = (given: number | null, now: Sql) => {
  if (given === null) return raw('"processed_until"');
  return sql`CASE WHEN "processed_until" > ${later(now, MAX_AHEAD_MS)} THEN ${instant(given)}
    ELSE GREATEST(COALESCE("processed_until", ${instant(given)}), ${instant(given)}) END`;
};
