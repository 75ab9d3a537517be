import { presentSchedules, readStates, type ScheduleItem } from '@zenpulse/present';
import type { Settings } from '@zenpulse/store';
import type { Command } from 'commander';
import { usageError } from '../../command-error.ts';
import { allSchedules } from '../../input/all-schedules.ts';
import { withStoreToRead, type OpenStore, type StoreFlags } from '../../open-store.ts';
import { printJson } from '../../output/print-json.ts';
import { scheduleTable } from '../../output/schedule-text.ts';
import type { Shell } from '../../shell.ts';
import { storeCommand, type JsonFlag } from '../../store-command.ts';

interface ListFlags extends StoreFlags, JsonFlag {
  readonly search?: string;
}

export function listCommand(shell: Shell): Command {
  const command = storeCommand('list', 'Lists the schedules.', [
    'zenpulse schedules list',
    'zenpulse schedules list --search report --json',
  ])
    .option('--search <text>', 'only those with this in key or variant')
    .allowExcessArguments(); // as the default command it also receives unknown command names
  return command.action((flags: ListFlags) => {
    const [stranger] = command.args;
    if (stranger !== undefined) {
      throw usageError(`expected list, add, set, enable, disable or remove, got "${stranger}"`);
    }
    const read = async ({ backend, settings }: OpenStore) => {
      const rows = await allSchedules(backend.schedules, flags.search);
      tell(await presentSchedules(rows, backend, await readStates(backend)), flags, settings, shell);
    };
    return withStoreToRead(shell, flags, read, (settings) => tell([], flags, settings, shell));
  });
}

function tell(items: readonly ScheduleItem[], flags: ListFlags, { database }: Settings, shell: Shell): void {
  if (flags.json) printJson(shell, items);
  else if (items.length > 0) shell.print(scheduleTable(items, shell.hasColor));
  else shell.print(`There is no ${flags.search === undefined ? '' : 'such '}schedule in ${database.label}.`);
}
