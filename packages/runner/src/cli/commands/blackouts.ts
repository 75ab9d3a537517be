import { blackoutDefinition, blackoutName, inputIssues, type BlackoutWindow } from '@zenpulse/core/domain';
import { Command } from 'commander';
import { usageError } from '../command-error.ts';
import { helpCommand } from '../help-command.ts';
import { withExistingStore, withStoreToRead, type StoreFlags } from '../open-store.ts';
import { printJson } from '../output/print-json.ts';
import { table } from '../output/table.ts';
import type { Shell } from '../shell.ts';
import { storeCommand, type JsonFlag } from '../store-command.ts';

type Flags = StoreFlags & JsonFlag;

interface SetFlags extends Flags {
  readonly timezone?: string;
  readonly dates?: readonly string[];
  readonly weekly?: readonly string[];
}

/** `zenpulse blackouts`: windows by name, in which the schedules that refer to them do not run. */
export function blackoutsCommand(shell: Shell): Command {
  const command: Command = new Command('blackouts')
    .description('Lists and changes blackout windows, to which schedules refer by their names.')
    .addCommand(listBlackoutsCommand(shell), { isDefault: true })
    .addCommand(setBlackoutCommand(shell))
    .addCommand(deleteBlackoutCommand(shell))
    .addCommand(helpCommand(() => command))
    .helpCommand(false);
  return command;
}

function listBlackoutsCommand(shell: Shell): Command {
  return storeCommand('list', 'Lists the blackout windows.', ['zenpulse blackouts']).action((flags: Flags) =>
    withStoreToRead(shell, flags, async ({ backend }) => {
      const windows = await backend.calendar.blackouts();
      if (flags.json)
        printJson(
          shell,
          windows.map(({ name, definition }) => ({ name, ...definition })),
        );
      else if (windows.length === 0) shell.print('There is no blackout window.');
      else shell.print(table(['NAME', 'ZONE', 'CLOSED'], windows.map(cellsOf)));
    }),
  );
}

function setBlackoutCommand(shell: Shell): Command {
  const more = (value: string, before: readonly string[] = []) => [...before, value];
  return storeCommand('set', 'Makes a blackout window, or replaces it as a whole.', [
    'zenpulse blackouts set holidays --timezone Europe/Berlin --dates 2026-12-24..2026-12-26',
    'zenpulse blackouts set nights --weekly "mon,tue,wed,thu,fri 22:00-06:00"',
  ])
    .argument('<name>', 'letters, digits, dots, dashes and underscores')
    .option('--timezone <zone>', 'whose clock is meant (default: the configured zone)')
    .option('--dates <from..to>', 'dates or local times, the last date included; may be repeated', more)
    .option('--weekly <days from-to>', 'hours of days of the week; may be repeated', more)
    .action((name: string, flags: SetFlags) =>
      withExistingStore(shell, flags, async ({ backend, settings }) => {
        const definition = blackoutDefinition.safeParse({
          timezone: flags.timezone ?? settings.timezone,
          dates: (flags.dates ?? []).map(datesOf),
          weekly: (flags.weekly ?? []).map(weeklyOf),
        });
        const named = blackoutName.safeParse(name);
        if (!named.success) throw usageError(`name: ${inputIssues(named.error)[0]?.message ?? ''}`);
        if (!definition.success) throw usageError(problemsIn(inputIssues(definition.error)));
        const window = { name: named.data, definition: definition.data };
        await backend.calendar.putBlackout(window);
        if (flags.json) printJson(shell, { name: window.name, ...window.definition });
        else shell.print(`Set ${window.name}: ${cellsOf(window).slice(1).reverse().join(', ')}`);
      }),
    );
}

function deleteBlackoutCommand(shell: Shell): Command {
  return storeCommand(
    'delete',
    'Deletes a blackout window; schedules keep its name, which then means nothing.',
    ['zenpulse blackouts delete holidays'],
  )
    .argument('<name>', 'the name of the window')
    .action((name: string, flags: Flags) =>
      withExistingStore(shell, flags, async ({ backend }) => {
        if (!(await backend.calendar.removeBlackout(name)))
          throw usageError(`there is no blackout window "${name}"`);
        if (flags.json) printJson(shell, { name });
        else shell.print(`Deleted ${name}.`);
      }),
    );
}

function datesOf(text: string): object {
  const [from, to = from] = text.split('..');
  return { from, to };
}

function weeklyOf(text: string): object {
  const [days = '', hours = ''] = text.trim().split(/\s+/);
  const [from, to] = hours.split('-');
  return { days: days.split(','), from, to };
}

function problemsIn(issues: readonly { readonly path: string; readonly message: string }[]): string {
  return issues.map(({ path, message }) => `--${path.split('.')[0] ?? path}: ${message}`).join('; ');
}

function cellsOf({ name, definition: { timezone, dates, weekly } }: BlackoutWindow): string[] {
  const closed = [
    ...dates.map(({ from, to }) => `${from}..${to}`),
    ...weekly.map(({ days, from, to }) => `${days.join(',')} ${from}-${to}`),
  ];
  return [name, timezone, closed.join('; ')];
}
