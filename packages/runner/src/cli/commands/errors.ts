import { intervalSeconds, parseInterval } from '@zenpulse/core/domain';
import type { ErrorGroupCursor, FiguresStore } from '@zenpulse/core/ports';
import { presentErrorGroup, type ErrorGroup } from '@zenpulse/present';
import type { Settings } from '@zenpulse/store';
import type { Command } from 'commander';
import { instantOf } from '../input/instant-text.ts';
import { wholeNumber } from '../input/whole-number.ts';
import { withStoreToRead, type OpenStore, type StoreFlags } from '../open-store.ts';
import { printJson } from '../output/print-json.ts';
import { table } from '../output/table.ts';
import { zonedTime } from '../output/zoned-time.ts';
import type { Shell } from '../shell.ts';
import { storeCommand, type JsonFlag } from '../store-command.ts';

interface ErrorsFlags extends StoreFlags, JsonFlag {
  readonly job?: string;
  readonly since?: number;
  readonly limit?: number;
}

const LIMIT = 50;
const PAGE = 100;
const HEADING = ['LAST (UTC)', 'COUNT', 'FIRST (UTC)', 'JOB', 'ERROR', 'EXECUTION'] as const;
/** The rest of a message is in `--json`. */
const MESSAGE_LENGTH = 100;

/** `zenpulse errors`: groups of equal errors, under every log policy. */
export function errorsCommand(shell: Shell): Command {
  const command = storeCommand('errors', 'Shows errors, equal ones together, the newest first.', [
    'zenpulse errors',
    'zenpulse errors --job send_daily_report --since "24 hours"',
    'zenpulse errors --since 2026-01-31 --json',
  ])
    .option('--job <key>', 'only of this job')
    .option('--since <instant>', 'seen since this instant or date, or in the last "24 hours"', (text) =>
      sinceOf(text, shell.clock.now()),
    )
    .option('--limit <n>', `how many (default: ${LIMIT})`, wholeNumber(1, 10_000));
  return command.action((flags: ErrorsFlags) =>
    withStoreToRead(
      shell,
      flags,
      async ({ backend, settings }: OpenStore) => {
        tell(await read(backend.figures, flags), flags, settings, shell);
      },
      (settings) => tell([], flags, settings, shell),
    ),
  );
}

function sinceOf(text: string, now: number): number {
  const length = parseInterval(text);
  if (length === null) return instantOf(text);
  return now - intervalSeconds(length.intervalValue, length.intervalUnit) * 1_000;
}

async function read(
  figures: FiguresStore,
  { job, since, limit = LIMIT }: ErrorsFlags,
): Promise<ErrorGroup[]> {
  const found: ErrorGroup[] = [];
  let after: ErrorGroupCursor | undefined;
  do {
    const page = await figures.errorGroups({
      jobKey: job,
      from: since,
      after,
      limit: Math.min(PAGE, limit - found.length),
    });
    found.push(...page.items.map(presentErrorGroup));
    after = page.next ?? undefined;
  } while (after !== undefined && found.length < limit);
  return found;
}

function tell(
  groups: readonly ErrorGroup[],
  { json }: ErrorsFlags,
  { database }: Settings,
  shell: Shell,
): void {
  if (json) printJson(shell, groups);
  else if (groups.length > 0) shell.print(table(HEADING, groups.map(cellsOf)));
  else shell.print(`There is no such error in ${database.label}.`);
}

function cellsOf({
  lastAt,
  count,
  firstAt,
  jobKey,
  exceptionType,
  message,
  lastExecutionId,
}: ErrorGroup): string[] {
  const error = [exceptionType, message].filter((text) => text !== null).join(': ');
  return [
    zonedTime(Date.parse(lastAt), 'UTC'),
    String(count),
    zonedTime(Date.parse(firstAt), 'UTC'),
    jobKey,
    error.length > MESSAGE_LENGTH ? `${error.slice(0, MESSAGE_LENGTH)}…` : error,
    lastExecutionId ?? '-',
  ];
}
