import { intervalSeconds, toIso } from '@zenpulse/core/domain';
import type { Settings } from '@zenpulse/store';
import type { Command } from 'commander';
import { usageError } from '../command-error.ts';
import { lengthOf } from '../input/length-text.ts';
import { withExistingStore, withStoreToRead, type OpenStore, type StoreFlags } from '../open-store.ts';
import { printJson } from '../output/print-json.ts';
import { zonedTimeAndZone } from '../output/zoned-time.ts';
import type { Shell } from '../shell.ts';
import { storeCommand, type JsonFlag } from '../store-command.ts';

interface PruneFlags extends StoreFlags, JsonFlag {
  readonly olderThan?: string;
  readonly dryRun: boolean;
}

const DAY_SECONDS = 86_400;
const MAX_DAYS = 36_500;

/** `zenpulse prune`: deletes old executions; the runner does the same regularly. */
export function pruneCommand(shell: Shell): Command {
  const command = storeCommand('prune', 'Deletes old executions, in small steps.', [
    'zenpulse prune',
    'zenpulse prune --older-than "30 days" --dry-run',
  ])
    .option('--older-than <length>', 'such as "30 days" (default: the retention in the settings)')
    .option('--dry-run', 'only say how many', false);
  return command.action((flags: PruneFlags) => {
    const { dryRun, json } = flags;
    const beforeBy = (settings: Settings) =>
      shell.clock.now() - ageInSeconds(flags.olderThan, settings) * 1_000;
    const tell = (count: number, before: number) => {
      if (json) printJson(shell, { [dryRun ? 'wouldDelete' : 'deleted']: count, before: toIso(before) });
      else shell.print(inWords(count, before, dryRun));
    };
    const within = dryRun ? withStoreToRead<void> : withExistingStore<void>;
    const prune = async ({ backend: { executions }, settings }: OpenStore) => {
      const old = { to: beforeBy(settings) };
      tell(
        dryRun ? (await executions.count(old, Infinity)).count : await executions.deleteWhere(old),
        old.to,
      );
    };
    return within(shell, flags, prune, (settings) => tell(0, beforeBy(settings)));
  });
}

function ageInSeconds(typed: string | undefined, { retentionDays }: Settings): number {
  if (typed !== undefined) return checkedAge(typed);
  if (retentionDays > 0) return retentionDays * DAY_SECONDS;
  throw usageError('executions are kept for ever (retention is 0): expected --older-than, such as "30 days"');
}

function checkedAge(text: string): number {
  const { value, unit } = lengthOf(text, '--older-than');
  const seconds = intervalSeconds(value, unit);
  if (seconds >= 1 && seconds <= MAX_DAYS * DAY_SECONDS) return seconds;
  throw usageError(`--older-than: expected from 1 second to ${MAX_DAYS} days, got "${text}"`);
}

function inWords(count: number, before: number, isDryRun: boolean): string {
  const what = `${count} ${count === 1 ? 'execution' : 'executions'} from before ${zonedTimeAndZone(before, 'UTC')}`;
  if (isDryRun) return `${what} would be deleted.`;
  return `${what} ${count === 1 ? 'was' : 'were'} deleted.`;
}
