import { inputIssues, intervalSeconds } from '@zenpulse/core/domain';
import { presentToken, tokenFields } from '@zenpulse/present';
import { hashOfToken, newId, newTokenSecret } from '@zenpulse/store';
import type { Command } from 'commander';
import type { z } from 'zod';
import { failure, usageError } from '../../command-error.ts';
import { authorOf } from '../../input/change-author.ts';
import { lengthOf } from '../../input/length-text.ts';
import { withStore, type StoreFlags } from '../../open-store.ts';
import { printJson } from '../../output/print-json.ts';
import type { Shell } from '../../shell.ts';
import { storeCommand, type JsonFlag } from '../../store-command.ts';

interface CreateFlags extends StoreFlags, JsonFlag {
  readonly role: string;
  readonly expiresIn?: string;
}

export function createTokenCommand(shell: Shell): Command {
  return storeCommand('create', 'Makes a token and prints its secret, which nothing keeps.', [
    'zenpulse tokens create deploy --role operator',
    'zenpulse tokens create dashboards --role viewer --expires-in "90 days"',
  ])
    .argument('<name>', 'what it is for')
    .requiredOption('--role <role>', 'viewer, operator or admin')
    .option('--expires-in <length>', 'such as "90 days" (default: never)')
    .action((typed: string, flags: CreateFlags) => {
      const name = checked(tokenFields.name, typed, 'name');
      const role = checked(tokenFields.role, flags.role, '--role');
      const livesMs = flags.expiresIn === undefined ? null : livesMsOf(flags.expiresIn);
      return withStore(shell, flags, async ({ backend }) => {
        const now = backend.clock.now();
        const secret = newTokenSecret();
        const token = {
          id: newId(),
          name,
          role,
          hash: hashOfToken(secret),
          createdAt: now,
          createdBy: authorOf({}).actor,
          expiresAt: livesMs === null ? null : now + livesMs,
        };
        if (!(await backend.tokens.create(token))) throw failure(`there is a token with the name ${name}`);
        if (flags.json) {
          const shown = presentToken({ ...token, lastUsedAt: null, revokedAt: null }, now);
          printJson(shell, { ...shown, secret });
          return;
        }
        shell.print(secret);
        shell.remark('note: this is shown once; keep it where secrets belong');
      });
    });
}

function livesMsOf(text: string): number {
  const { value, unit } = lengthOf(text, '--expires-in');
  const ms = intervalSeconds(value, unit) * 1_000;
  if (ms <= MOST_MS) return ms;
  throw usageError(`--expires-in: expected at most 3650 days, got "${text}"`);
}

const MOST_MS = 3_650 * 86_400_000;

function checked<T>(rule: z.ZodType<T>, typed: string, what: string): T {
  const parsed = rule.safeParse(typed);
  if (parsed.success) return parsed.data;
  throw usageError(`${what}: ${inputIssues(parsed.error)[0]?.message ?? ''}`);
}
