import { VERSION } from '@zenpulse/core/domain';
import { Command } from 'commander';
import { blackoutsCommand } from './commands/blackouts.ts';
import { changesCommand } from './commands/changes.ts';
import { cancelCommand } from './commands/cancel.ts';
import { checkCommand } from './commands/check.ts';
import { helpCommand } from './help-command.ts';
import { errorsCommand } from './commands/errors.ts';
import { exportCommand } from './commands/export.ts';
import { importCommand } from './commands/import.ts';
import { jobsCommand } from './commands/jobs.ts';
import { logsCommand } from './commands/logs.ts';
import { migrateCommand } from './commands/migrate.ts';
import { nextCommand } from './commands/next.ts';
import { prismaCommand } from './commands/prisma.ts';
import { pruneCommand } from './commands/prune.ts';
import { runJobCommand } from './commands/run.ts';
import { schedulesCommand } from './commands/schedules/schedules.ts';
import { pauseAllCommand, resumeAllCommand } from './commands/stop-firing.ts';
import { statusCommand } from './commands/status/status.ts';
import { tokensCommand } from './commands/tokens/tokens.ts';
import type { Shell } from './shell.ts';

/** The commands of `zenpulse`, one per file. */
export function zenpulseCommand(shell: Shell): Command {
  const command: Command = new Command('zenpulse')
    .description('Looks after the schedules of ZenPulse.')
    .version(VERSION)
    .addCommand(statusCommand(shell))
    .addCommand(migrateCommand(shell))
    .addCommand(jobsCommand(shell))
    .addCommand(schedulesCommand(shell))
    .addCommand(blackoutsCommand(shell))
    .addCommand(pauseAllCommand(shell))
    .addCommand(resumeAllCommand(shell))
    .addCommand(changesCommand(shell))
    .addCommand(nextCommand(shell))
    .addCommand(checkCommand(shell))
    .addCommand(runJobCommand(shell))
    .addCommand(cancelCommand(shell))
    .addCommand(logsCommand(shell))
    .addCommand(errorsCommand(shell))
    .addCommand(tokensCommand(shell))
    .addCommand(pruneCommand(shell))
    .addCommand(exportCommand(shell))
    .addCommand(importCommand(shell))
    .addCommand(prismaCommand(shell))
    .addCommand(helpCommand(() => command))
    .helpCommand(false)
    .addHelpText(
      'after',
      `
Examples:
  $ zenpulse status
  $ zenpulse schedules
  $ zenpulse schedules add send_daily_report --cron "30 8 * * mon-fri" --timezone Europe/Berlin
  $ zenpulse next --cron "*/15 * * * *" --count 3
  $ zenpulse run send_daily_report
  $ zenpulse logs --status fail --follow
  $ zenpulse help schedules add

Each command has --json, and --help with examples. Exit codes: 0 good; 2 bad usage, settings or schedule; 1 anything
else; 130 after Ctrl-C while it waits for a run.`,
    );
  return command;
}
