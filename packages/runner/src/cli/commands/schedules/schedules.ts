import { Command } from 'commander';
import { helpCommand } from '../../help-command.ts';
import type { Shell } from '../../shell.ts';
import { addCommand } from './add.ts';
import { moveCommand, skipCommand } from './exceptions.ts';
import { listCommand } from './list.ts';
import { pauseCommand, resumeCommand } from './pause.ts';
import { removeCommand } from './remove.ts';
import { setCommand } from './set.ts';
import { switchCommand } from './switch.ts';

/** `zenpulse schedules`: without a subcommand it lists them. */
export function schedulesCommand(shell: Shell): Command {
  const list = listCommand(shell);
  const command: Command = new Command('schedules')
    .description(
      'Lists and changes schedules; runners follow within a second (on MySQL from another machine: --sync-every).',
    )
    .addCommand(list, { isDefault: true })
    .addCommand(addCommand(shell))
    .addCommand(setCommand(shell))
    .addCommand(switchCommand(shell, 'enable'))
    .addCommand(switchCommand(shell, 'disable'))
    .addCommand(pauseCommand(shell))
    .addCommand(resumeCommand(shell))
    .addCommand(skipCommand(shell))
    .addCommand(moveCommand(shell))
    .addCommand(removeCommand(shell))
    .addCommand(helpCommand(() => command))
    .helpCommand(false)
    .addHelpText(
      'after',
      `
Alone it is "list", with the same options:
${optionsOf(list)}

Examples:
  $ zenpulse schedules
  $ zenpulse schedules --search report --json
  $ zenpulse schedules add send_daily_report --cron "30 8 * * *" --timezone Europe/Berlin
  $ zenpulse schedules set send_daily_report --cron "0 9 * * *"
  $ zenpulse schedules disable send_daily_report`,
    );
  return command;
}

function optionsOf(list: Command): string {
  const width = Math.max(...list.options.map(({ flags }) => flags.length));
  return list.options.map(({ flags, description }) => `  ${flags.padEnd(width)}  ${description}`).join('\n');
}
