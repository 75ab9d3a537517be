import { sampleExecution } from '@zenpulse/core/testing';
import { expect, it } from 'vitest';
import { describeOnPostgres } from '../testing/postgres-subject.ts';
import { migrations } from './generated/migrations.ts';
import { migratePostgres } from './migrate-postgres.ts';
import { postgresAddress } from './postgres-address.ts';

describeOnPostgres('a PostgreSQL database with rows in it', (database) => {
  it('of the first release is brought up to date, and its rows stay', async () => {
    const url = `${database.url}?schema=older`;
    const byHand = await database.byHand();
    await byHand.query(`
      CREATE SCHEMA older;
      SET search_path TO older;
      CREATE TABLE "zenpulse_migration" ("name" TEXT NOT NULL PRIMARY KEY, "applied_at" TIMESTAMPTZ(3) NOT NULL);
      ${migrations[0]?.sql}
      INSERT INTO "zenpulse_migration" VALUES ('0001_initial', now());
      INSERT INTO "zenpulse_schedule_config" ("id", "job_key", "trigger_type", "interval_value", "interval_unit")
      VALUES ('s', 'report.send', 'interval', 5, 'minutes');
      INSERT INTO "zenpulse_job_execution_log"
        ("id", "schedule_id", "job_key", "status", "scheduled_at", "occurrence_at", "run_time", "hostname", "pid")
      VALUES ('old', 's', 'report.send', 'fail', '2026-01-01T00:05:00Z', '2026-01-01T00:05:00Z',
              '2026-01-01T00:05:09Z', 'host', 1)`);
    await byHand.end();
    expect(await migratePostgres(postgresAddress(url))).toEqual(migrations.slice(1).map(({ name }) => name));
    const backend = database.connect(url);
    expect(await backend.executions.get('old')).toMatchObject({
      jobKey: 'report.send',
      status: 'fail',
      lateMs: null,
      lateReason: null,
    });
    const late = sampleExecution({ id: 'new', lateMs: 4_000, lateReason: 'queue' });
    await backend.executions.append([late]);
    expect(await backend.executions.get('new')).toEqual(late);
    expect(await backend.schedules.get('s')).toMatchObject({ schedule: { intervalValue: 5 } });
    await backend.close();
  });
});
