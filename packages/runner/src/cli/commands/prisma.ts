import { ownTables, readNeighbours, resolveSettings } from '@zenpulse/store';
import type { Command } from 'commander';
import { opening, type StoreFlags } from '../open-store.ts';
import { neighbourAdvice, neighbourText } from '../output/neighbour-advice.ts';
import { printJson } from '../output/print-json.ts';
import type { Shell } from '../shell.ts';
import { storeCommand, type JsonFlag } from '../store-command.ts';

/**
 * `zenpulse prisma`: the settings by which an application's own Prisma or Drizzle leaves our tables alone. Changes
 * nothing.
 */
export function prismaCommand(shell: Shell): Command {
  return storeCommand(
    'prisma',
    "Prints what your own Prisma or Drizzle has to know of ZenPulse's tables: settings, and models.",
    ['zenpulse prisma', 'zenpulse prisma --json'],
  ).action(async ({ database, json }: StoreFlags & JsonFlag) => {
    const settings = await resolveSettings({ database }, shell.env, shell.cwd);
    for (const note of settings.notes) shell.remark(`note: ${note}`);
    const { kind, label } = settings.database;
    const { schema } = await opening(settings, () => readNeighbours(settings, shell.clock));
    const advice = neighbourAdvice(label, schema, await ownTables(kind));
    if (json) printJson(shell, advice);
    else shell.print(neighbourText(kind, advice));
  });
}
