import { Command } from 'commander';

/** A command with the common parts: `--json`, the flags of the store, and examples in its help. */
export function storeCommand(name: string, description: string, examples: readonly string[]): Command {
  const lines = examples.map((example) => `  $ ${example}`).join('\n');
  return new Command(name)
    .description(description)
    .option('--json', 'answer in JSON', false)
    .option(
      '--database <url>',
      'where the schedules are (default: ZENPULSE_DATABASE_URL or file:./zenpulse.db)',
    )
    .addHelpText('after', `\n${examples.length === 1 ? 'Example' : 'Examples'}:\n${lines}`);
}

export interface JsonFlag {
  readonly json: boolean;
}
