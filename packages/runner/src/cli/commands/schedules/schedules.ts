import { Command } from 'commander';
import type { Shell } from '../../shell.ts';
import { addCommand } from './add.ts';
import { listCommand } from './list.ts';
import { removeCommand } from './remove.ts';
import { setCommand } from './set.ts';
import { switchCommand } from './switch.ts';

/** `zenpulse schedules`: alone it lists them. */
export function schedulesCommand(shell: Shell): Command {
  return new Command('schedules')
    .description('Lists and changes schedules; runners follow within a second.')
    .addCommand(listCommand(shell), { isDefault: true })
    .addCommand(addCommand(shell))
    .addCommand(setCommand(shell))
    .addCommand(switchCommand(shell, 'enable'))
    .addCommand(switchCommand(shell, 'disable'))
    .addCommand(removeCommand(shell))
    .addHelpText(
      'after',
      `
Examples:
  $ zenpulse schedules
  $ zenpulse schedules add send_daily_report --cron "30 8 * * *" --timezone Europe/Berlin
  $ zenpulse schedules set send_daily_report --cron "0 9 * * *"
  $ zenpulse schedules disable send_daily_report`,
    );
}
