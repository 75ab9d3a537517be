import { scheduleDraft, show, triggerWarningTexts } from '@zenpulse/core/domain';
import { reportedDefaults } from '@zenpulse/core/ports';
import type { Command } from 'commander';
import { authorOf, withReasonFlag, type ReasonFlag } from '../../input/change-author.ts';
import { usageError } from '../../command-error.ts';
import { checkedFields, refuseWrongParams } from '../../input/checked-fields.ts';
import type { VariantFlag } from '../../input/find-schedule.ts';
import { fieldsOf, withScheduleFlags, type ScheduleFlags } from '../../input/schedule-flags.ts';
import { withStore, type StoreFlags } from '../../open-store.ts';
import type { Shell } from '../../shell.ts';
import { storeCommand, type JsonFlag } from '../../store-command.ts';
import { answer } from './answer.ts';

type AddFlags = ScheduleFlags & ReasonFlag & VariantFlag & StoreFlags & JsonFlag;

export function addCommand(shell: Shell): Command {
  const command = storeCommand('add', 'Gives a job a schedule.', [
    'zenpulse schedules add check_memory --every "30 seconds" --log-policy none',
    'zenpulse schedules add send_daily_report --cron "30 8 * * mon-fri" --timezone Europe/Berlin',
    `zenpulse schedules add import --variant eu --every "1 hour" --params '{"region":"eu"}' --disabled`,
  ])
    .argument('<jobKey>', 'the key under which the job is registered')
    .option('--variant <variant>', 'tells several schedules of one job apart');
  return withReasonFlag(withScheduleFlags(command)).action((jobKey: string, flags: AddFlags) => {
    if (flags.cron === undefined && flags.every === undefined) {
      throw usageError('expected --cron "minute hour day month day-of-week" or --every "10 minutes"');
    }
    const { variant } = flags;
    const typed = { ...fieldsOf(flags), jobKey, variant };
    return withStore(shell, flags, async (store) => {
      const { runners, schedules } = store.backend;
      const defaults = reportedDefaults(jobKey, await runners.list(), shell.clock.now());
      const draft = scheduleDraft(store.settings.timezone, defaults);
      const fields = checkedFields(draft.safeParse(typed));
      await refuseWrongParams(fields, store);
      const created = await schedules.create(fields, authorOf(flags));
      await answer('Added', created, store, shell, flags.json);
      const fromCode = Object.entries(defaults).filter(([name]) => !(name in typed));
      if (fromCode.length > 0) shell.remark(`note: by the job's code, ${fromCode.map(inWords).join(', ')}`);
      for (const warning of triggerWarningTexts(created, shell.clock.now()))
        shell.remark(`warning: ${warning}`);
    });
  });
}

function inWords([name, value]: readonly [string, unknown]): string {
  return `${name} is ${show(value)}`;
}
