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
  /** P; null to keep the stored one. */
  readonly processedUntil: number | null;
  readonly now: Sql;
}

/** What a renewal returns in the one number that an UPDATE can return: see `told`. */
export interface Told {
  /** The checksum of the revision and its token: `checksumOf`. */
  readonly checksum: number;
  /** The last 32 bits of the server's time, in epoch milliseconds. */
  readonly now: number;
}

const BITS = 2 ** 32;

const leaseLock = raw(lockName('lease'));
/** A lock that identifies one runner's session, independent of the lease. */
const runnerLock = (runnerId: string) =>
  sql`CONCAT('zenpulse_runner_', LEFT(SHA2(CONCAT(${raw(OWN_NAME)}, '/', ${runnerId}), 256), 32))`;

/** Finds an earlier session of this runner, which the server may consider alive; null if there is none. */
export const findTwin = (runnerId: string) =>
  sql`SELECT IS_USED_LOCK(${runnerLock(runnerId)}) + 0e0 AS "twin"`;

/** Requires no special right: an account may end its own sessions. */
export const endTwin = (id: number) => sql`KILL ${raw(String(Math.trunc(id)))}`;

/** Takes the lock by which a later session of this runner finds this one. */
export const sign = (runnerId: string, seconds: number) =>
  sql`SELECT GET_LOCK(${runnerLock(runnerId)}, ${seconds}) AS "isLocked"`;

/** Answers once the lock is taken, or with 0 after the timeout. */
export const takeLock = (seconds: number) => sql`SELECT GET_LOCK(${leaseLock}, ${seconds}) AS "isLocked"`;

export const unlock = () => sql`SELECT RELEASE_LOCK(${leaseLock})`;

export const hasLock = sql`SELECT IS_USED_LOCK(${leaseLock}) <=> CONNECTION_ID() AS "isLocked"`;

/** Identifies the server: a promoted or restored one has another start time. */
export const uptime = sql`SHOW GLOBAL STATUS LIKE 'Uptime'`;

/** The server's own time, independent of the clock of the rows. */
export const server = sql`SELECT @@hostname AS "host", ${epochMs(raw('utc_timestamp(3)'))} AS "now"`;

/** Sent regularly, since the server ends a silent session and its lock. */
export const stillHere = sql`SELECT 1`;

const fields = (now: Sql) => sql`
  "epoch" + 0e0 AS "epoch", CONCAT("holder", '') AS "holder", "holder_epoch" + 0e0 AS "holderEpoch",
  "is_released" AS "isReleased", ${epochMs(raw('"processed_until"'))} AS "processedUntil",
  ${epochMs(raw('"reserved_until"'))} AS "reservedUntil", ${epochMs(now)} AS "now"`;

export const read = (now: Sql) => sql`SELECT ${fields(now)} FROM "zenpulse_lease" WHERE "id" = 1`;

/** Reads the row, and whether a session has the lock. */
export const peek = (now: Sql) => sql`
  SELECT ${fields(now)}, IS_USED_LOCK(${leaseLock}) IS NOT NULL AS "isLocked" FROM "zenpulse_lease" WHERE "id" = 1`;

/**
 * Changes only the epoch: until `hold`, the row still names the previous holder, in case this one dies. The answer's
 * `insertId` is the epoch, or the first epoch if the row did not exist.
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

/** Nothing after P was started, so R is set to P. */
export const release = ({ fence, processedUntil, now }: Omit<Renewal, 'trustMs'>) => sql`
  UPDATE "zenpulse_lease" SET
    "processed_until" = ${processed(processedUntil, now)}, "reserved_until" = "processed_until",
    "is_released" = true, "renewed_at" = ${now}
  WHERE ${isMine(fence)}`;

/**
 * The epoch is the fence. The check that this session has the lock detects a pooler, behind which a lock cannot be
 * kept.
 */
const isOfEpoch = ({ epoch }: Fence) =>
  sql`"id" = 1 AND "epoch" = ${epoch} AND IS_USED_LOCK(${leaseLock}) = CONNECTION_ID()`;

const isMine = (fence: Fence) => sql`${isOfEpoch(fence)} AND "fence" = ${fence.value}`;

/**
 * The server's time, to be assigned last. As a side effect it sets the answer's `insertId` to the time and a checksum
 * of the revision and its token, 32 bits each. So a renewal is one statement, although an UPDATE returns no rows here.
 * The subquery takes no lock under READ COMMITTED, so an open transaction on the schedules does not block a renewal.
 */
const told = (now: Sql) => sql`IF(LAST_INSERT_ID(
    COALESCE((SELECT CRC32(CONCAT("revision", ':', "token")) FROM "zenpulse_revision" WHERE "id" = 1), 0) << 32
    | (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', ${now}) DIV 1000 & 4294967295)) IS NULL, NULL, ${now})`;

/** The CRC32 of the pair, as computed in `told`. */
export function checksumOf({ revision, token }: RevisionPair): number {
  return crc32(`${revision}:${token}`);
}

export function readTold(insertId: bigint): Told {
  return { checksum: Number(BigInt.asUintN(64, insertId) >> 32n), now: Number(BigInt.asUintN(32, insertId)) };
}

/** The number closest to `near` with these last 32 bits. */
export function nearest(bits: number, near: number): number {
  return bits + BITS * Math.round((near - bits) / BITS);
}

const later = (now: Sql, ms: number) => sql`(${now} + INTERVAL ${ms * 1_000} MICROSECOND)`;

/** A clock that was set back does not lower R: occurrences up to it may have been started. */
const reserved = (trustMs: number, now: Sql) => sql`CASE
  WHEN "reserved_until" > ${later(now, trustMs + MAX_AHEAD_MS)} THEN ${later(now, trustMs)}
  ELSE GREATEST(COALESCE("reserved_until", ${later(now, trustMs)}), ${later(now, trustMs)}) END`;

/** P never decreases, unless it is far ahead of the clock. */
const processed = (given: number | null, now: Sql) => {
  if (given === null) return raw('"processed_until"');
  return sql`CASE WHEN "processed_until" > ${later(now, MAX_AHEAD_MS)} THEN ${instant(given)}
    ELSE GREATEST(COALESCE("processed_until", ${instant(given)}), ${instant(given)}) END`;
};
