import { silentLogger } from '@zenpulse/core/ports';
import { migrate, resolveSettings, systemClock } from '@zenpulse/store';
import { describeOnServers } from '@zenpulse/store/testing/servers';
import { sqlByHand } from '@zenpulse/store/testing/sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { createdSchedule, intervalBody } from './samples.ts';
import { startAdmin, type RunningAdmin } from './start-admin.ts';

let admin: RunningAdmin;
afterEach(() => admin.close());

interface Items {
  readonly items: readonly { readonly id: string; readonly version: number }[];
  readonly nextCursor: string | null;
}

/** Reads a list to its end, row by row; a repeated id or too many pages mean that it would never end. */
async function idsOf(path: string, most: number): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor = ''; ;) {
    const answer = await admin.get(`${path}limit=1${cursor}`);
    expect([path, answer.status, answer.status === 200 ? '' : answer.text]).toEqual([path, 200, '']);
    const { items, nextCursor } = answer.json() as Items;
    ids.push(...items.map(({ id }) => id));
    expect(ids.length).toBeLessThanOrEqual(most);
    if (nextCursor === null) return ids;
    cursor = `&cursor=${nextCursor}`;
  }
}

/** Three schedules, the middle one changed by hand: every route that reads or repairs it must answer. */
async function seeAndRepair(change: (id: string) => Promise<unknown>): Promise<void> {
  const ids: string[] = [];
  for (const key of ['a', 'b', 'c']) ids.push((await createdSchedule(admin, intervalBody(key))).id);
  const id = ids[1] ?? '';
  await change(id);
  for (const sort of ['jobKey', '-jobKey', 'enabled', 'updatedAt', '-updatedAt']) {
    expect((await idsOf(`/api/schedules?sort=${sort}&`, 3)).sort()).toEqual([...ids].sort());
  }
  for (const path of ['', '/receipt', '/occurrences']) {
    expect([path, (await admin.get(`/api/schedules/${id}${path}`)).status]).toEqual([path, 200]);
  }
  const { version } = (await admin.get(`/api/schedules/${id}`)).json() as { version: number };
  const patched = await admin.patch(`/api/schedules/${id}`, {
    version,
    maxInstances: 2,
    timezone: 'Europe/Berlin',
  });
  expect([patched.status, patched.status === 200 ? '' : patched.text]).toEqual([200, '']);
  expect((await admin.post(`/api/schedules/${id}/run`)).status).toBe(202);
  expect((await admin.delete(`/api/schedules/${id}`)).status).toBe(204);
  expect(admin.logged).toEqual([]);
}

const INSTANTS = ['anchor_at', 'effective_from', 'created_at', 'updated_at'];

describe('SQL by hand on SQLite', () => {
  const byHand = async (sql: string) => {
    const connection = await sqlByHand(`${admin.folder}/zenpulse.db`);
    await connection.run(sql);
    await connection.close();
  };

  it.each(
    [
      "'9999-12-31 23:59:59'",
      "'+275760-09-13T00:00:00.000Z'",
      "'-004713-01-01T00:00:00.000Z'",
      "''",
      '9e999',
      '-9223372036854775808',
      '1e300',
      "x'00ff'",
    ].flatMap((value) => INSTANTS.map((column) => [column, value] as const)),
  )('that puts %s to %s ends no list and stops no repair', async (column, value) => {
    admin = await startAdmin();
    await seeAndRepair((id) =>
      byHand(`UPDATE "zenpulse_schedule_config" SET "${column}" = ${value} WHERE "id" = '${id}'`),
    );
  });

  it('that puts the version to the last that there is stops no change', async () => {
    admin = await startAdmin();
    await seeAndRepair((id) =>
      byHand(`UPDATE "zenpulse_schedule_config" SET "version" = 2147483647 WHERE "id" = '${id}'`),
    );
  });
});

describeOnServers('SQL by hand', (database) => {
  const { url, enter } = database.place('absurd');
  const values =
    database.kind === 'postgres'
      ? [
          "'0001-01-01 00:00:00+00'",
          "'9999-12-31 23:59:59.999+00'",
          "'4713-01-01 00:00:00+00 BC'",
          "'294276-12-31 23:59:59+00'",
        ]
      : [
          "'0000-00-00 00:00:00'",
          "'0000-01-01 00:00:00'",
          "'0001-01-01 00:00:00'",
          "'2026-00-00 00:00:00'",
          "'9999-12-31 23:59:59.999'",
        ];

  it.each(values.flatMap((value) => INSTANTS.map((column) => [column, value] as const)))(
    'that puts %s to %s ends no list and stops no repair',
    async (column, value) => {
      admin = await startAdmin({ options: { database: url } });
      await migrate(await resolveSettings({ database: url }, {}, admin.folder), systemClock, silentLogger);
      const byHand = await database.byHand();
      await byHand.query(enter);
      if (database.kind === 'mysql') await byHand.query(`SET SESSION sql_mode = 'ANSI_QUOTES'`);
      await byHand.query(`DELETE FROM "zenpulse_schedule_config"`);
      await seeAndRepair(async (id) => {
        await byHand.query(
          `UPDATE "zenpulse_schedule_config" SET "${column}" = ${value} WHERE "id" = '${id}'`,
        );
        await byHand.end();
      });
    },
  );
});

it('a cursor with an instant that no database knows is refused on every list', async () => {
  admin = await startAdmin();
  const packed = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  for (const instant of ['-4714-01-01T00:00:00Z', '+010000-01-01T00:00:00Z']) {
    const at = instant.startsWith('-') ? -210_900_000_000_000 : Date.UTC(10_000, 0);
    for (const cursor of [
      { runTime: at, id: 'x' },
      { at, id: 'x' },
    ]) {
      expect((await admin.get(`/api/executions?cursor=${packed(cursor)}`)).status).toBe(422);
    }
    expect(
      (await admin.get(`/api/schedules?sort=updatedAt&cursor=${packed({ value: at, id: 'x' })}`)).status,
    ).toBe(422);
  }
});
