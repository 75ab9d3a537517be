import { join } from 'node:path';
import { silentLogger } from '@zenpulse/core/ports';
import { sampleExecution } from '@zenpulse/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../system-clock.ts';
import { sqlByHand } from '../testing/sqlite-subject.ts';
import { temporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts';
import { connectSqlite } from './connect-sqlite.ts';
import { migrations } from './generated/migrations.ts';

describe('a SQLite file with rows in it', () => {
  let folder: TemporaryFolder;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  it('of the first release is brought up to date, and its rows stay', async () => {
    const file = join(folder.path, 'zenpulse.db');
    const byHand = await sqlByHand(file);
    await byHand.run(`
      CREATE TABLE "zenpulse_migration" ("name" TEXT NOT NULL PRIMARY KEY, "applied_at" DATETIME NOT NULL);
      ${migrations[0]?.sql}
      INSERT INTO "zenpulse_migration" VALUES ('0001_initial', '2026-01-01T00:00:00.000+00:00');
      INSERT INTO "zenpulse_schedule_config" ("id", "job_key", "trigger_type", "interval_value", "interval_unit")
      VALUES ('s', 'report.send', 'interval', 5, 'minutes');
      INSERT INTO "zenpulse_job_execution_log"
        ("id", "schedule_id", "job_key", "status", "scheduled_at", "occurrence_at", "run_time", "hostname", "pid")
      VALUES ('old', 's', 'report.send', 'fail', '2026-01-01T00:05:00.000+00:00', '2026-01-01T00:05:00.000+00:00',
              '2026-01-01T00:05:09.000+00:00', 'host', 1);`);
    const stateDir = join(folder.path, 'state');
    const backend = await connectSqlite({ file, stateDir, clock: systemClock, logger: silentLogger });
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
    expect(await byHand.read('SELECT "name" FROM "zenpulse_migration" ORDER BY "name"')).toEqual(
      migrations.map(({ name }) => [name]),
    );
    await byHand.close();
    await backend.close();
  });
});
