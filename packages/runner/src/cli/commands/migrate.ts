import { silentLogger } from '@zenpulse/core/ports';
import { migrate, resolveSettings } from '@zenpulse/store';
import type { Command } from 'commander';
import { opening, type StoreFlags } from '../open-store.ts';
import { printJson } from '../output/print-json.ts';
import type { Shell } from '../shell.ts';
import { storeCommand, type JsonFlag } from '../store-command.ts';

/** `zenpulse migrate`: the only way to tables on a server; on SQLite opening the file does the same. */
export function migrateCommand(shell: Shell): Command {
  return storeCommand('migrate', 'Creates the tables or brings them up to date.', [
    'zenpulse migrate',
    'zenpulse migrate --database file:./data/zenpulse.db',
  ]).action(async ({ database, json }: StoreFlags & JsonFlag) => {
    const settings = await resolveSettings({ database }, shell.env, shell.cwd);
    for (const note of settings.notes) shell.remark(`note: ${note}`);
    const applied = await opening(settings, () => migrate(settings, shell.clock, silentLogger));
    const { label } = settings.database;
    if (json) return printJson(shell, { database: label, applied });
    for (const name of applied) shell.print(`applied ${name}`);
    shell.print(`The tables in ${label} are up to date.`);
  });
}
