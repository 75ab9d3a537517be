import { describe, expect, it } from 'vitest';
import { RECORDED_FIELDS } from '@zenpulse/core/domain';
import { SCHEDULE_COLUMNS, SCHEDULE_FIELDS } from '../schedules/schedule-columns.ts';
import { CHANGE_TRIGGERS } from '../testing/change-triggers.ts';

const migrationsOf = {
  sqlite: async () => (await import('../sqlite/generated/migrations.ts')).migrations,
  postgres: async () => (await import('../postgres/generated/migrations.ts')).migrations,
  mysql: async () => (await import('../mysql/generated/migrations.ts')).migrations,
};

/** The triggers of the last migration that creates them. */
async function migrated(kind: keyof typeof migrationsOf): Promise<string> {
  const texts = (await migrationsOf[kind]()).map(({ sql }) => sql);
  return texts.findLast((text) => text.includes('zenpulse_schedule_update_recorded')) ?? '';
}

/** The trigger by hand on SQLite without what records. */
async function editedByHand(): Promise<string> {
  const all = (await migrationsOf.sqlite()).flatMap(
    ({ sql }) => /CREATE TRIGGER "zenpulse_schedule_edited_by_hand"[\s\S]*?\nEND;\n/.exec(sql)?.[0] ?? [],
  );
  return all.findLast((text) => !text.includes('zenpulse_change')) ?? '';
}

describe('the triggers that record changes', () => {
  it.each(['sqlite', 'postgres', 'mysql'] as const)('of %s are those that the columns make', async (kind) => {
    const made = CHANGE_TRIGGERS[kind](await editedByHand());
    expect(await migrated(kind)).toContain(made);
    for (const field of RECORDED_FIELDS) expect(made).toContain(`"${SCHEDULE_COLUMNS[field].column}"`);
    for (const field of SCHEDULE_FIELDS) expect(made).toContain(`"${field}":`);
  });
});
