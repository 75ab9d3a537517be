import { BY_TEST } from '@zenpulse/core/testing';
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { describeOnServers, type Place, type ServerDatabase } from '@zenpulse/store/testing/servers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { zenpulse } from './cli/zenpulse.ts';
import { fields } from './fields.ts';
import { createSandbox, eventually, zenpulseUrl, type Sandbox } from './sandbox.ts';

const JOBS = `
  import { appendFileSync } from 'node:fs';
  import { zenpulseJob } from '${zenpulseUrl}';
  zenpulseJob('tick', () => appendFileSync('ran.txt', 'x'));
`;
const AHEAD_AT = Date.UTC(2100, 0);

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox();
  await sandbox.write('jobs.mjs', JOBS);
});
afterEach(() => sandbox.close());

/** `date`: makes the row one that was created in 2100, under a clock that was ahead. */
async function runsAtOnce(date: (id: string) => Promise<void>): Promise<void> {
  const backend = await sandbox.backend();
  const { id } = await backend.schedules.create(fields({ jobKey: 'tick' }), BY_TEST);
  await date(id);
  expect(await backend.schedules.get(id)).toMatchObject({
    schedule: { anchorAt: AHEAD_AT, createdAt: AHEAD_AT },
  });
  const before = await backend.schedules.readRevision();
  const runner = sandbox.run(['--lock', '--sync-every', '3600']);
  await runner.said(
    /The schedule tick was created while the clock was ahead and would not have run for long: its interval counts from now/,
  );
  await eventually(async () => (await sandbox.read('ran.txt')).length >= 2, 'two runs');
  expect((await backend.schedules.readRevision()).revision).toBeGreaterThan(before.revision);
  const events = (await backend.runners.list()).flatMap((one) => one.events.map(({ kind }) => kind));
  expect(events).toContain('reanchored');
}

const WHAT = 'an interval that was created in the year 2100 runs once the clock is right';

describe('SQLite', () => {
  it(WHAT, () =>
    runsAtOnce(async (id) => {
      const sql = createClient({ url: `file:${join(sandbox.folder, 'zenpulse.db')}`, timeout: 5_000 });
      const at = new Date(AHEAD_AT).toISOString();
      await sql.execute({
        sql: 'UPDATE zenpulse_schedule_config SET anchor_at = ?, created_at = ?, effective_from = ? WHERE id = ?',
        args: [at, at, at, id],
      });
      sql.close();
    }),
  );
});

describeOnServers('a clock that was ahead', (database) => {
  let count = 0;
  let place: Place;
  let byHand: Awaited<ReturnType<ServerDatabase['byHand']>>;
  beforeEach(async () => {
    count += 1;
    place = database.place(`reanchoring_${count}`);
    await sandbox.write('zenpulse.config.json', JSON.stringify({ database: place.url }));
    byHand = await database.byHand();
    expect((await zenpulse(sandbox.folder, ['migrate'])).code).toBe(0);
    await byHand.query(place.enter);
  });
  afterEach(() => byHand.end());

  it(WHAT, () =>
    runsAtOnce(async (id) => {
      const at = database.sql.instant(AHEAD_AT);
      await byHand.query(
        `UPDATE "zenpulse_schedule_config"
            SET "anchor_at" = ${at}, "created_at" = ${at}, "effective_from" = ${at} WHERE "id" = $1`,
        [id],
      );
    }),
  );
});
