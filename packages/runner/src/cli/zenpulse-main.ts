import { VERSION } from '@zenpulse/core/domain';
import { silentLogger } from '@zenpulse/core/ports';
import { connect, resolveSettings, systemClock } from '@zenpulse/store';
import { Command } from 'commander';
import { runCommand } from './run-command.ts';

/** `zenpulse`: the command line. */
export async function zenpulseMain(argv: readonly string[]): Promise<void> {
  const command = new Command('zenpulse')
    .description('Looks after the schedules of ZenPulse.')
    .version(VERSION)
    .addCommand(migrateCommand());
  process.exit(await runCommand(command, argv));
}

function migrateCommand(): Command {
  return new Command('migrate')
    .description('Creates the tables or brings them up to date.')
    .option(
      '--database <url>',
      'where the schedules are (default: ZENPULSE_DATABASE_URL or file:./zenpulse.db)',
    )
    .option('--json', 'answer in JSON')
    .addHelpText('after', '\nExample:\n  $ zenpulse migrate --database file:./data/zenpulse.db')
    .action(async ({ database, json }: { database?: string; json?: boolean }) => {
      const settings = await resolveSettings({ database }, process.env, process.cwd());
      const backend = await connect(settings, systemClock, silentLogger);
      await backend.close();
      const { label } = settings.database;
      console.log(
        json === true ? JSON.stringify({ database: label }) : `The tables in ${label} are up to date.`,
      );
    });
}
