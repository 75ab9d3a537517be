import { presentToken } from '@zenpulse/present';
import type { Command } from 'commander';
import { withStoreToRead, type StoreFlags } from '../../open-store.ts';
import { printJson } from '../../output/print-json.ts';
import { table } from '../../output/table.ts';
import type { Shell } from '../../shell.ts';
import { storeCommand, type JsonFlag } from '../../store-command.ts';

const HEADING = ['NAME', 'ROLE', 'STATE', 'EXPIRES', 'LAST USED', 'MADE BY'];

export function listTokensCommand(shell: Shell): Command {
  return storeCommand('list', 'Lists the tokens, without their secrets.', ['zenpulse tokens list']).action(
    (flags: StoreFlags & JsonFlag) =>
      withStoreToRead(
        shell,
        flags,
        async ({ backend }) => {
          const now = backend.clock.now();
          const tokens = (await backend.tokens.list()).map((token) => presentToken(token, now));
          if (flags.json) printJson(shell, tokens);
          else if (tokens.length === 0) shell.print('There are no tokens.');
          else
            shell.print(
              table(
                HEADING,
                tokens.map(({ name, role, state, expiresAt, lastUsedAt, createdBy }) => [
                  name,
                  role,
                  state,
                  expiresAt ?? 'never',
                  lastUsedAt ?? 'never',
                  createdBy ?? '',
                ]),
              ),
            );
        },
        () => (flags.json ? printJson(shell, []) : shell.print('There are no tokens.')),
      ),
  );
}
