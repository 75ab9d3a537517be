import { readStoredSchedule } from '@zenpulse/core/domain';
import type { RevisionPair } from '@zenpulse/core/ports';
import { BY_TEST, REFERENCE_INSTANT, sampleFields } from '@zenpulse/core/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnPostgres } from '../testing/postgres-database.ts';
import type { ServerSubject } from '../testing/server-database.ts';

const TABLE = '"zenpulse_schedule_config"';

describeOnPostgres('SQL by hand as only PostgreSQL has it', (database) => {
  let subject: ServerSubject;
  let id: string;
  beforeEach(async () => {
    subject = await database.subject();
    ({ id } = await subject.backend.schedules.create(sampleFields(), BY_TEST));
  });
  afterEach(() => subject.close());

  const newsSince = async (revision: RevisionPair) => {
    const { changed } = await subject.backend.schedules.readChanges(revision);
    return changed.map((row) => (row.isDamaged ? row.damaged.jobKey : row.schedule.jobKey));
  };

  it('that truncates raises the revision', async () => {
    const revision = await subject.backend.schedules.readRevision();
    await subject.byHand.query(`TRUNCATE ${TABLE}`);
    expect(await subject.backend.schedules.readChanges(revision)).toMatchObject({
      revision: revision.revision + 1,
      continuity: 'continues',
      changed: [],
      deleted: [id],
    });
  });

  it('that writes twice in one statement shows every row', async () => {
    await subject.backend.schedules.create(sampleFields({ jobKey: 'new' }), BY_TEST);
    const between = await subject.backend.schedules.readRevision();
    await subject.byHand.query(
      `WITH "one" AS (UPDATE ${TABLE} SET "enabled" = false WHERE "job_key" = 'new')
       UPDATE ${TABLE} SET "enabled" = false WHERE "job_key" = 'report.send'`,
    );
    expect((await newsSince(between)).sort()).toEqual(['new', 'report.send']);
  });

  it('works from another search_path', async () => {
    const revision = await subject.backend.schedules.readRevision();
    await subject.byHand.query(`SET search_path = pg_catalog`);
    await subject.byHand.query(`UPDATE public.${TABLE} SET "interval_value" = 7`);
    expect(await newsSince(revision)).toEqual(['report.send']);
    expect(await subject.backend.schedules.get(id)).toMatchObject({
      schedule: { version: 2, intervalValue: 7 },
    });
  });

  it.each(['anchor_at', 'effective_from'])(
    'that writes a %s beyond every Date is reported, and repaired by a change',
    async (column) => {
      await subject.byHand.query(`UPDATE ${TABLE} SET "${column}" = '290000-01-01'`);
      expect(await subject.backend.schedules.get(id)).toMatchObject({
        isDamaged: true,
        damaged: { version: 1 },
      });
      const repaired = await subject.backend.schedules.change(id, 1, () => ({ timezone: 'UTC' }), BY_TEST);
      expect(repaired).toMatchObject({ version: 2, anchorAt: REFERENCE_INSTANT });
      expect(readStoredSchedule({ ...repaired })).toMatchObject({ isDamaged: false });
    },
  );

  it('that writes JSON which is none is refused', async () => {
    await expect(subject.byHand.query(`UPDATE ${TABLE} SET "params" = '{"broken'`)).rejects.toThrow('json');
  });
});
