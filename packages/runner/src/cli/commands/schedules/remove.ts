import type { Command } from 'commander';
import { authorOf, withReasonFlag, type ReasonFlag } from '../../input/change-author.ts';
import { failure, usageError } from '../../command-error.ts';
import { findSchedule, namingSchedule, type VariantFlag } from '../../input/find-schedule.ts';
import { withExistingStore, type StoreFlags } from '../../open-store.ts';
import { printJson } from '../../output/print-json.ts';
import { nameOf } from '../../output/schedule-text.ts';
import type { Shell } from '../../shell.ts';
import { storeCommand, type JsonFlag } from '../../store-command.ts';

interface RemoveFlags extends ReasonFlag, VariantFlag, StoreFlags, JsonFlag {
  readonly yes: boolean;
}

export function removeCommand(shell: Shell): Command {
  const command = storeCommand('remove', 'Deletes a schedule; its executions stay.', [
    'zenpulse schedules remove send_daily_report',
    'zenpulse schedules remove import --variant eu --yes',
  ]).option('--yes', 'do not ask', false);
  return withReasonFlag(namingSchedule(command)).action((name: string, flags: RemoveFlags) =>
    withExistingStore(shell, flags, async (store) => {
      const row = await findSchedule(name, flags, store);
      const { id, jobKey, variant } = row.isDamaged ? row.damaged : row.schedule;
      if (!flags.yes) await confirm(`Delete the schedule of ${nameOf({ jobKey, variant })}?`, shell);
      await store.backend.schedules.remove(id, authorOf(flags));
      if (flags.json) printJson(shell, { id, jobKey, variant });
      else shell.print(`Removed the schedule of ${nameOf({ jobKey, variant })}.`);
    }),
  );
}

async function confirm(question: string, shell: Shell): Promise<void> {
  if (!shell.canAsk) throw usageError('expected --yes, because there is no terminal to ask on');
  const reply = await shell.ask(`${question} [y/N] `);
  if (!/^\s*y(es)?\s*$/i.test(reply)) throw failure('nothing was removed');
}
