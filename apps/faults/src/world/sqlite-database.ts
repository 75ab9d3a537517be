import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createClient } from '@libsql/client';
import type { Database } from './database.ts';

const LONGEST_HOLD_MS = 20_000;

export interface SqliteDatabase extends Database {
  readonly kind: 'sqlite';
  /** Holds the write lock for this long: all writers find the database busy. */
  hold(ms: number): Promise<void>;
}

export function openSqlite(folder: string): SqliteDatabase {
  const file = pathToFileURL(join(folder, 'zenpulse.db')).href;
  const read = async (sql: string) => {
    const client = createClient({ url: file });
    try {
      return (await client.execute(sql)).rows;
    } finally {
      client.close();
    }
  };
  let holding: Promise<void> = Promise.resolve();
  const hold = async (ms: number) => {
    const client = createClient({ url: file });
    try {
      await client.execute(`PRAGMA busy_timeout = ${LONGEST_HOLD_MS}`);
      const transaction = await client.transaction('write');
      await new Promise((resolve) => setTimeout(resolve, Math.min(ms, LONGEST_HOLD_MS)));
      await transaction.rollback();
    } finally {
      client.close();
    }
  };
  return {
    kind: 'sqlite',
    urlFor: () => 'file:./zenpulse.db',
    schedules: async () =>
      (await read(SCHEDULES)).map((row) => ({
        id: String(row['id']),
        jobKey: String(row['job_key']),
        intervalMs: Number(row['interval_value']) * 1000,
        anchorAt: instant(row['anchor_at']),
        effectiveFrom: instant(row['effective_from']),
        maxRetries: Number(row['max_retries']),
      })),
    executions: async () =>
      (await read(EXECUTIONS)).map((row) => ({
        id: String(row['id']),
        scheduleId: String(row['schedule_id']),
        jobKey: String(row['job_key']),
        status: String(row['status']),
        reason: row['reason'] === null ? null : String(row['reason']),
        scheduledAt: instant(row['scheduled_at']),
        runTime: instant(row['run_time']),
        attempt: Number(row['attempt']),
        origin: String(row['origin']),
        coalescedCount: Number(row['coalesced_count']),
        pid: Number(row['pid']),
      })),
    hold: (ms) => {
      holding = hold(ms).catch(() => undefined); // other writers held the lock for too long: then there is no fault
      return holding;
    },
    heal: () => holding,
    close: () => holding,
  };
}

const SCHEDULES = `SELECT * FROM "zenpulse_schedule_config"`;
const EXECUTIONS = `SELECT * FROM "zenpulse_job_execution_log"`;

function instant(text: unknown): number {
  return Date.parse(String(text));
}
