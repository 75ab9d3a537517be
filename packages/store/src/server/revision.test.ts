import type { StoredSchedule } from '@zenpulse/core/domain';
import type { Backend, RevisionPair } from '@zenpulse/core/ports';
import { BY_TEST, sampleFields } from '@zenpulse/core/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ServerDatabase, ServerSubject } from '../testing/server-database.ts';
import { describeOnServers } from '../testing/servers.ts';

const WRITERS = 8;
const ROUNDS = 40;
const TABLE = '"zenpulse_schedule_config"';

describeOnServers('the revision', (database) => {
  let subject: ServerSubject;
  beforeEach(async () => {
    subject = await database.subject();
  });
  afterEach(() => subject.close());

  it('lets a reader that follows it miss nothing while eight connections write', async () => {
    const { schedules } = subject.backend;
    for (let i = 0; i < 10; i += 1) await schedules.create(sampleFields({ jobKey: `shared ${i}` }), BY_TEST);
    const reader = follow(schedules);
    const writing = new Set<number>();
    const writers = Array.from({ length: WRITERS }, (_, n) => {
      writing.add(n);
      return writeByHand(database, n).finally(() => writing.delete(n));
    });
    while (writing.size > 0) await reader.look();
    await Promise.all(writers);
    await reader.look();

    const { rows } = await subject.byHand.query<{ id: string; version: number }>(
      `SELECT "id", "version" FROM ${TABLE}`,
    );
    expect(rows.length).toBeGreaterThan(WRITERS * ROUNDS * 0.9);
    expect(reader.versions).toEqual(new Map(rows.map(({ id, version }) => [id, version])));
    expect(reader.looks).toBeGreaterThan(ROUNDS);
    expect(reader.breaks).toBe(0);
  });

  it('becomes visible together with its rows, not before', async () => {
    const { schedules } = subject.backend;
    const before = await schedules.readRevision();
    await subject.byHand.query('BEGIN');
    await subject.byHand.query(
      `INSERT INTO ${TABLE} ("job_key", "trigger_type", "interval_value", "interval_unit") VALUES ('slow', 'interval', 1, 'hours')`,
    );
    expect(await schedules.readRevision()).toEqual(before);
    const behind = schedules.create(sampleFields({ jobKey: 'behind' }), BY_TEST);
    const { changed } = await schedules.readChanges(before); // on PostgreSQL the other one need not wait
    expect(changed.map((row) => (row.isDamaged ? null : row.schedule.jobKey))).not.toContain('slow');
    await subject.byHand.query('COMMIT');
    await behind;
    const news = await schedules.readChanges(before);
    expect(news).toMatchObject({ revision: before.revision + 2, continuity: 'continues' });
    expect(news.changed).toHaveLength(2);
  });

  it('begins again after its row was deleted', async () => {
    const { schedules } = subject.backend;
    await subject.byHand.query('DELETE FROM "zenpulse_revision"');
    expect((await schedules.readRevision()).revision).toBe(0);
    await schedules.create(sampleFields(), BY_TEST);
    expect(await schedules.readChanges(null)).toMatchObject({ revision: 1, changed: [{ isDamaged: false }] });
  });
});

/** Reads as a runner does: the revision, and what is newer than the last one. */
function follow(schedules: Backend['schedules']) {
  const versions = new Map<string, number>();
  let known: RevisionPair | null = null;
  const reader = {
    versions,
    looks: 0,
    breaks: 0,
    look: async () => {
      const { revision, token, changed, continuity } = await schedules.readChanges(known);
      if (known !== null && continuity !== 'continues') reader.breaks += 1;
      for (const row of changed) keep(row);
      known = { revision, token };
      reader.looks += 1;
    },
  };
  const keep = (row: StoredSchedule) => {
    if (row.isDamaged) throw new Error('expected sound rows');
    versions.set(row.schedule.id, row.schedule.version);
  };
  return reader;
}

/** Transactions of different lengths that insert a row of their own and change a shared one; some are taken back. */
async function writeByHand(database: ServerDatabase, writer: number): Promise<void> {
  const client = await database.byHand();
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const first = (writer * 3 + round * 7) % 10;
      await client.query('BEGIN');
      await client.query(
        `INSERT INTO ${TABLE} ("job_key", "trigger_type", "interval_value", "interval_unit") VALUES ($1, 'interval', 1, 'hours')`,
        [`own ${writer}/${round}`],
      );
      await client.query(
        `UPDATE ${TABLE} SET "max_instances" = 1 + "max_instances" % 5 WHERE "job_key" = $1`,
        [`shared ${first}`],
      );
      if (round % 3 === 0) await client.query('SELECT 1');
      await client.query(round % 10 === 9 ? 'ROLLBACK' : 'COMMIT');
    }
  } finally {
    await client.end();
  }
}
