import type { Command } from 'commander';
import { withStore, type StoreFlags } from '../open-store.ts';
import { printJson } from '../output/print-json.ts';
import type { Shell } from '../shell.ts';
import { storeCommand, type JsonFlag } from '../store-command.ts';

/** `zenpulse migrate`: opening the store does the work. */
export function migrateCommand(shell: Shell): Command {
  return storeCommand('migrate', 'Creates the tables or brings them up to date.', [
    'zenpulse migrate',
    'zenpulse migrate --database file:./data/zenpulse.db',
  ]).action((flags: StoreFlags & JsonFlag) =>
    withStore(shell, flags, ({ settings }) => {
      const { label } = settings.database;
      for (const note of settings.notes) shell.remark(`note: ${note}`);
      if (flags.json) printJson(shell, { database: label });
      else shell.print(`The tables in ${label} are up to date.`);
      return Promise.resolve();
    }),
  );
}
