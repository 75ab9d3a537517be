import { isSettingsProblem, StoreError } from '@zenpulse/core/ports';
import { reportedRunners, resolveSettings, type Settings } from '@zenpulse/store';
import type { Command } from 'commander';
import { saidFailure } from '../../command-error.ts';
import { withStoreToRead, type StoreFlags } from '../../open-store.ts';
import { printJson } from '../../output/print-json.ts';
import type { Shell } from '../../shell.ts';
import { storeCommand, type JsonFlag } from '../../store-command.ts';
import { readStatus } from './read-status.ts';
import { statusOf, type Status } from './status-of.ts';
import { statusText } from './status-text.ts';

/**
 * `zenpulse status`: which runner is active, what runs, what is late, and what is wrong. Exit code 1 if there is a
 * problem.
 */
export function statusCommand(shell: Shell): Command {
  const command = storeCommand(
    'status',
    'Shows which runner is active, what runs, what is late, and what is wrong.',
    ['zenpulse status', 'zenpulse status --json', 'zenpulse status > /dev/null || echo "look at ZenPulse"'],
  ).addHelpText('after', '\nExit codes: 0 no problem, 1 there are problems, 2 usage or settings.');
  return command.action(async (flags: StoreFlags & JsonFlag) => {
    const status = await look(flags, shell);
    if (flags.json) printJson(shell, status);
    else shell.print(statusText(status));
    if (status.problems.length > 0) throw saidFailure();
  });
}

async function look(flags: StoreFlags, shell: Shell): Promise<Status> {
  try {
    return await withStoreToRead(
      shell,
      flags,
      (store) => readStatus(store, shell),
      (settings) =>
        withoutDatabase(settings, shell, {
          code: 'no-database',
          message: `There is no database at ${settings.database.label}.`,
        }),
    );
  } catch (error) {
    if (!isOutage(error)) throw error;
    const settings = await resolveSettings({ database: flags.database }, shell.env, shell.cwd);
    return withoutDatabase(settings, shell, { code: 'database-away', message: `${error.message}.` });
  }
}

/** True if the database is unavailable; wrong settings end the command as always. */
function isOutage(error: unknown): error is StoreError {
  return error instanceof StoreError && error.code === 'store_unavailable' && !isSettingsProblem(error);
}

/** With SQLite the runners' reports are files, which can be read without the database. */
async function withoutDatabase(
  settings: Settings,
  { clock }: Shell,
  problem: Status['problems'][number],
): Promise<Status> {
  const runners = await reportedRunners(settings, clock);
  return statusOf({ settings, now: clock.now(), runners, problems: [problem], stored: null });
}
