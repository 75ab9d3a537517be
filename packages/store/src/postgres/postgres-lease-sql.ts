import { raw, sql, type Sql } from '@prisma/client-runtime-utils';
import { MAX_AHEAD_MS } from '../server/lease-row.ts';
import type { Fence } from '../server/lease-session.ts';
import { epochMs, instant } from './postgres-instant.ts';
import { revisionColumns } from './postgres-revision.ts';

/** What a holder gets back from each statement; a LeaseRow contains `pid` too. */
export interface LeaseGrant {
  readonly reservedUntil: number;
  readonly revision: number;
  readonly token: string;
  readonly now: number;
  /** The server process id of the session that answered. */
  readonly pid: number;
}

export interface Renewal {
  readonly fence: Fence;
  readonly trustMs: number;
  /** P; null to keep the stored one. */
  readonly processedUntil: number | null;
  readonly now: Sql;
}

/**
 * The class of our advisory locks ("ZENP" in ASCII) and the number of this one: there is one for each schema, the first
 * of the session's search path.
 */
const family = raw('1514491472');
const member = sql`hashtext('zenpulse-lease:' || current_schema())`;

/** Identifies the server: a promoted or restored one has another start time. */
const serverStart = sql`'' AS "host", ${epochMs(raw('pg_postmaster_start_time()'))} AS "startedAt"`;

export const tryLock = sql`SELECT pg_try_advisory_lock(${family}, ${member}) AS "isLocked", ${serverStart}`;

/** Answers once the lock is taken, or with false after lock_timeout. */
export const awaitLock = sql`SELECT "zenpulse_await_lock"(${family}, ${member}) AS "isLocked", ${serverStart}`;

export const unlock = sql`SELECT pg_advisory_unlock(${family}, ${member})`;

/** From here on statements have a short timeout. */
export const withoutPatience = (answerMs: number) => sql`
  SELECT set_config('statement_timeout', ${String(answerMs)}, false), set_config('lock_timeout', '0', false)`;

/** Ends earlier sessions of this runner, which the server may consider alive and which may still have the lock. */
export const endTwins = sql`
  SELECT pg_terminate_backend("pid") FROM pg_stat_activity
   WHERE "pid" <> pg_backend_pid() AND "datname" = current_database() AND "usename" = current_user
     AND "application_name" = current_setting('application_name')`;

/** Sent regularly, since the server ends a silent session and its lock. */
export const stillHere = sql`SELECT 1`;

const fields = (now: Sql) => sql`
  "epoch"::float8, "holder", "holder_epoch"::float8 AS "holderEpoch", "is_released" AS "isReleased",
  ${epochMs(raw('"processed_until"'))} AS "processedUntil",
  ${epochMs(raw('"reserved_until"'))} AS "reservedUntil",
  ${epochMs(now)} AS "now", pg_backend_pid() AS "pid"`;

/** Reads the row, and whether a session has the lock. */
export const peek = (now: Sql) => sql`
  SELECT ${fields(now)}, EXISTS (
    SELECT 1 FROM pg_locks WHERE "locktype" = 'advisory' AND "granted" AND "objsubid" = 2
       AND "database" = (SELECT "oid" FROM pg_database WHERE "datname" = current_database())
       AND "classid" = ${family}::oid AND "objid" = ${member}::oid) AS "isLocked"
    FROM "zenpulse_lease" WHERE "id" = 1`;

/** Changes only the epoch: until `hold`, the row still names the previous holder, in case this one dies. */
export const raiseEpoch = (now: Sql) => sql`
  INSERT INTO "zenpulse_lease" AS "lease" ("id", "epoch") VALUES (1, 1)
  ON CONFLICT ("id") DO UPDATE SET "epoch" = "lease"."epoch" + 1
  RETURNING ${fields(now)}`;

export const hold = (identity: string, { fence, trustMs, now }: Omit<Renewal, 'processedUntil'>) => sql`
  UPDATE "zenpulse_lease" SET
    "holder" = ${identity}::json, "holder_epoch" = "epoch", "fence" = ${fence.value}, "is_released" = false,
    "processed_until" = COALESCE("processed_until", ${now}),
    "reserved_until" = ${reserved(trustMs, now)}, "renewed_at" = ${now}
  WHERE ${isOfEpoch(fence)} ${grant(now)}`;

export const renew = ({ fence, trustMs, processedUntil, now }: Renewal) => sql`
  UPDATE "zenpulse_lease" SET
    "processed_until" = ${processed(processedUntil, now)}, "reserved_until" = ${reserved(trustMs, now)},
    "renewed_at" = ${now}
  WHERE ${isMine(fence)} ${grant(now)}`;

/** Nothing after P was started, so R is set to P. */
export const release = ({ fence, processedUntil, now }: Omit<Renewal, 'trustMs'>) => sql`
  UPDATE "zenpulse_lease" SET
    "processed_until" = ${processed(processedUntil, now)}, "reserved_until" = ${processed(processedUntil, now)},
    "is_released" = true, "renewed_at" = ${now}
  WHERE ${isMine(fence)}`;

const isOfEpoch = ({ epoch }: Fence) => sql`"id" = 1 AND "epoch" = ${epoch}::float8::bigint`;

const isMine = (fence: Fence) => sql`${isOfEpoch(fence)} AND "fence" = ${fence.value}`;

const grant = (now: Sql) => sql`
  RETURNING ${epochMs(raw('"reserved_until"'))} AS "reservedUntil",
    ${revisionColumns},
    ${epochMs(now)} AS "now", pg_backend_pid() AS "pid"`;

const inMs = (ms: number) => sql`(${ms}::float8 * interval '1 millisecond')`;

/** A clock that was set back does not lower R: occurrences up to it may have been started. */
const reserved = (trustMs: number, now: Sql) => sql`CASE
  WHEN "reserved_until" > ${now} + ${inMs(trustMs + MAX_AHEAD_MS)} THEN ${now} + ${inMs(trustMs)}
  ELSE GREATEST("reserved_until", ${now} + ${inMs(trustMs)}) END`;

/** P never decreases, unless it is far ahead of the clock. */
const processed = (given: number | null, now: Sql) => {
  if (given === null) return raw('"processed_until"');
  return sql`CASE WHEN "processed_until" > ${now} + ${inMs(MAX_AHEAD_MS)} THEN ${instant(given)}
    ELSE GREATEST("processed_until", ${instant(given)}) END`;
};
