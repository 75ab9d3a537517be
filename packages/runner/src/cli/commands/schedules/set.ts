import { triggerWarningTexts } from '@zenpulse/core/domain';
import type { Command } from 'commander';
import { withReasonFlag, type ReasonFlag } from '../../input/change-author.ts';
import { usageError } from '../../command-error.ts';
import { namingSchedule, type VariantFlag } from '../../input/find-schedule.ts';
import { fieldsOf, withScheduleFlags, type ScheduleFlags } from '../../input/schedule-flags.ts';
import { withExistingStore, type StoreFlags } from '../../open-store.ts';
import type { Shell } from '../../shell.ts';
import { storeCommand, type JsonFlag } from '../../store-command.ts';
import { answer } from './answer.ts';
import { changeSchedule } from './change-schedule.ts';

type SetFlags = ScheduleFlags & ReasonFlag & VariantFlag & StoreFlags & JsonFlag;

export function setCommand(shell: Shell): Command {
  const command = storeCommand('set', 'Changes a schedule; what is not named stays.', [
    'zenpulse schedules set check_memory --every "5 seconds"',
    'zenpulse schedules set send_daily_report --misfire-grace none --no-coalesce',
    'zenpulse schedules set import --variant eu --max-retries 3 --timeout 600',
  ]);
  return withReasonFlag(withScheduleFlags(namingSchedule(command))).action(
    (name: string, flags: SetFlags) => {
      const change = fieldsOf(flags);
      if (Object.keys(change).length === 0) {
        throw usageError('expected a flag that says what to change, such as --every "10 minutes"');
      }
      return withExistingStore(shell, flags, async (store) => {
        const { schedule, isChanged } = await changeSchedule(name, flags, change, store);
        await answer(isChanged ? 'Changed' : 'Unchanged', schedule, store, shell, flags.json);
        for (const warning of triggerWarningTexts(schedule, shell.clock.now()))
          shell.remark(`warning: ${warning}`);
      });
    },
  );
}
