import { userInfo } from 'node:os';
import { firingStopped } from '@zenpulse/present';
import type { Command } from 'commander';
import { usageError } from '../command-error.ts';
import { withReasonFlag, type ReasonFlag } from '../input/change-author.ts';
import { withExistingStore, type StoreFlags } from '../open-store.ts';
import { printJson } from '../output/print-json.ts';
import type { Shell } from '../shell.ts';
import { storeCommand, type JsonFlag } from '../store-command.ts';

type Flags = ReasonFlag & StoreFlags & JsonFlag & { readonly all?: true };

/** `zenpulse pause --all`: no schedule fires any more, on any runner. */
export function pauseAllCommand(shell: Shell): Command {
  const command = storeCommand(
    'pause',
    'Stops all firing until `zenpulse resume --all`; runs by hand work.',
    ['zenpulse pause --all --reason "the database is moved"'],
  ).option('--all', 'every schedule; one is paused by `zenpulse schedules pause KEY`');
  return withReasonFlag(command).action((flags: Flags) =>
    withExistingStore(shell, flags, async ({ backend, settings }) => {
      if (flags.all !== true) throw usageError('expected --all; one schedule: zenpulse schedules pause KEY');
      const why = { reason: flags.reason ?? null, actor: userInfo().username };
      const stopped = firingStopped(await backend.calendar.stopFiring(why), settings.isPaused);
      if (flags.json) printJson(shell, { stopped });
      else shell.print('Stopped: no schedule fires, and what falls due meanwhile is not caught up.');
    }),
  );
}

/** `zenpulse resume --all`: schedules fire again, from now on. */
export function resumeAllCommand(shell: Shell): Command {
  const command = storeCommand('resume', 'Lets schedules fire again after `zenpulse pause --all`.', [
    'zenpulse resume --all',
  ]).option('--all', 'every schedule; one is resumed by `zenpulse schedules resume KEY`');
  return command.action((flags: Flags) =>
    withExistingStore(shell, flags, async ({ backend, settings }) => {
      if (flags.all !== true) throw usageError('expected --all; one schedule: zenpulse schedules resume KEY');
      const stopped = firingStopped(await backend.calendar.resumeFiring(), settings.isPaused);
      if (flags.json) printJson(shell, { stopped });
      else
        shell.print(
          stopped === null
            ? 'Schedules fire again.'
            : 'Schedules fire again, but not where ZENPULSE_PAUSED is set.',
        );
    }),
  );
}
