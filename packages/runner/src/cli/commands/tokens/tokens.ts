import { Command } from 'commander';
import { helpCommand } from '../../help-command.ts';
import type { Shell } from '../../shell.ts';
import { createTokenCommand } from './create.ts';
import { listTokensCommand } from './list.ts';
import { revokeTokenCommand } from './revoke.ts';

/** `zenpulse tokens`: without a subcommand it lists them. */
export function tokensCommand(shell: Shell): Command {
  const command: Command = new Command('tokens')
    .description('Lists, makes and revokes tokens with which programs call the API of the admin.')
    .addCommand(listTokensCommand(shell), { isDefault: true })
    .addCommand(createTokenCommand(shell))
    .addCommand(revokeTokenCommand(shell))
    .addCommand(helpCommand(() => command))
    .helpCommand(false)
    .addHelpText(
      'after',
      `
Alone it is "list", with the same options.

Examples:
  $ zenpulse tokens
  $ zenpulse tokens create deploy --role operator --expires-in "90 days"
  $ zenpulse tokens revoke deploy`,
    );
  return command;
}
