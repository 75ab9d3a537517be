import { settableValues, toIso, VERSION, type StoredSchedule } from '@zenpulse/core/domain';
import type { Command } from 'commander';
import { EXPORT_FORMAT } from '../../import/exported-schedules.ts';
import { allSchedules } from '../input/all-schedules.ts';
import { withStoreToRead, type StoreFlags } from '../open-store.ts';
import type { Shell } from '../shell.ts';
import { storeCommand } from '../store-command.ts';

interface ExportFlags extends StoreFlags {
  readonly search?: string;
}

/** `zenpulse export`: all schedules as JSON that `zenpulse import` reads, on any database. */
export function exportCommand(shell: Shell): Command {
  const command = storeCommand('export', 'Prints all schedules as JSON that "zenpulse import" reads.', [
    'zenpulse export > schedules.json',
    'zenpulse export --search billing. > billing.json',
  ]).option('--search <text>', 'only those with this in key or variant');
  return command.action((flags: ExportFlags) =>
    withStoreToRead(shell, flags, async ({ backend, settings }) => {
      const rows = (await allSchedules(backend.schedules, flags.search)).sort(byName);
      const file = {
        format: EXPORT_FORMAT,
        version: VERSION,
        exportedAt: toIso(shell.clock.now()),
        database: settings.database.label,
        // Id, version, anchor and counters belong to the database.
        schedules: rows.map(settableValues),
      };
      shell.print(JSON.stringify(file, null, 2));
      const damaged = rows.filter(({ isDamaged }) => isDamaged).length;
      if (damaged > 0) shell.remark(`note: ${damaged} damaged: the import refuses them as they are`);
    }),
  );
}

/** So that two exports can be compared line by line. */
function byName(a: StoredSchedule, b: StoredSchedule): number {
  const [one, other] = [nameOf(a), nameOf(b)];
  return one < other ? -1 : Number(one > other);
}

function nameOf(row: StoredSchedule): string {
  const { jobKey, variant } = row.isDamaged ? row.damaged : row.schedule;
  return `${jobKey}\0${variant}`;
}
