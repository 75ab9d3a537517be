import { intervalSeconds, toIso } from '@zenpulse/core/domain';
import { Option, type Command } from 'commander';
import { usageError } from '../../command-error.ts';
import { withReasonFlag, type ReasonFlag } from '../../input/change-author.ts';
import { namingSchedule, type VariantFlag } from '../../input/find-schedule.ts';
import { instantOf } from '../../input/instant-text.ts';
import { lengthOf } from '../../input/length-text.ts';
import { withExistingStore, type StoreFlags } from '../../open-store.ts';
import type { Shell } from '../../shell.ts';
import { storeCommand, type JsonFlag } from '../../store-command.ts';
import { answer } from './answer.ts';
import { changeSchedule } from './change-schedule.ts';

type NamedFlags = ReasonFlag & VariantFlag & StoreFlags & JsonFlag;

interface PauseFlags {
  readonly until?: number;
  readonly for?: string;
}

/** `zenpulse schedules pause`: until an instant, after which it runs by itself. */
export function pauseCommand(shell: Shell): Command {
  const command = storeCommand('pause', 'Pauses a schedule until a time; it then resumes by itself.', [
    'zenpulse schedules pause send_daily_report --for 2h --reason "the mail server moves"',
    'zenpulse schedules pause import --variant eu --until 2026-02-01T06:00:00Z',
  ]);
  return withPauseFlags(withReasonFlag(namingSchedule(command))).action(
    (name: string, flags: NamedFlags & PauseFlags) =>
      withExistingStore(shell, flags, async (store) => {
        const pausedUntil = toIso(endOf(flags, store.backend.clock.now()));
        const change = { pausedUntil, pauseReason: flags.reason ?? null };
        const { schedule, isChanged } = await changeSchedule(name, flags, change, store);
        await answer(isChanged ? 'Paused' : 'Unchanged', schedule, store, shell, flags.json);
      }),
  );
}

/** `zenpulse schedules resume`: ends a pause now. */
export function resumeCommand(shell: Shell): Command {
  const command = storeCommand(
    'resume',
    'Ends the pause of a schedule; what fell into it is not caught up.',
    ['zenpulse schedules resume send_daily_report'],
  );
  return withReasonFlag(namingSchedule(command)).action((name: string, flags: NamedFlags) =>
    withExistingStore(shell, flags, async (store) => {
      const { schedule, isChanged } = await changeSchedule(name, flags, { pausedUntil: null }, store);
      await answer(isChanged ? 'Resumed' : 'Unchanged', schedule, store, shell, flags.json);
    }),
  );
}

function withPauseFlags(command: Command): Command {
  return command
    .option('--until <instant>', 'the end of the pause; what is due exactly then runs', instantOf)
    .addOption(new Option('--for <length>', 'how long, such as "2 hours" or 30m').conflicts('until'));
}

function endOf({ until, for: length }: PauseFlags, now: number): number {
  if (until !== undefined) {
    if (until > now) return until;
    throw usageError(`--until: expected an instant in the future, got ${toIso(until)}`);
  }
  if (length === undefined) throw usageError('expected --until 2026-01-31T08:30:00Z or --for "2 hours"');
  const { value, unit } = lengthOf(length, '--for');
  return now + intervalSeconds(value, unit) * 1_000;
}
