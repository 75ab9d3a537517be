import type { Command } from 'commander';
import { failure } from '../../command-error.ts';
import { withExistingStore, type StoreFlags } from '../../open-store.ts';
import { printJson } from '../../output/print-json.ts';
import type { Shell } from '../../shell.ts';
import { storeCommand, type JsonFlag } from '../../store-command.ts';

export function revokeTokenCommand(shell: Shell): Command {
  return storeCommand('revoke', 'Revokes a token: within seconds it opens nothing.', [
    'zenpulse tokens revoke deploy',
  ])
    .argument('<name>', 'as "zenpulse tokens" shows it')
    .action((name: string, flags: StoreFlags & JsonFlag) =>
      withExistingStore(shell, flags, async ({ backend }) => {
        const token = (await backend.tokens.list()).find((one) => one.name === name);
        if (token === undefined) throw failure(`there is no token with the name ${name}`);
        await backend.tokens.revoke(token.id, backend.clock.now());
        if (flags.json) printJson(shell, { id: token.id, name });
        else shell.print(`Revoked ${name}. Within 5 seconds it opens nothing.`);
      }),
    );
}
