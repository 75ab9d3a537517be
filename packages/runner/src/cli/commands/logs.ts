import { OUTCOMES, show, type ExecutionSummary, type Outcome } from '@zenpulse/core/domain';
import type { ExecutionCursor, ExecutionFilter, ExecutionStore } from '@zenpulse/core/ports';
import { presentExecution, presentExecutionItem } from '@zenpulse/present';
import type { Settings } from '@zenpulse/store';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { usageError } from '../command-error.ts';
import { instantOf } from '../input/instant-text.ts';
import { wholeNumber } from '../input/whole-number.ts';
import { withStoreToRead, type OpenStore, type StoreFlags } from '../open-store.ts';
import { cellsOf, HEADING, STATUS, zonesOfSchedules } from '../output/execution-text.ts';
import { colorOutcome } from '../output/outcome-color.ts';
import { printJson } from '../output/print-json.ts';
import { table } from '../output/table.ts';
import type { Shell } from '../shell.ts';
import { storeCommand, type JsonFlag } from '../store-command.ts';
import { followExecutions } from './follow-executions.ts';
import { printRunOutput } from './run-output.ts';

interface LogsFlags extends StoreFlags, JsonFlag {
  readonly job?: string;
  readonly status?: readonly Outcome[];
  readonly from?: number;
  readonly to?: number;
  readonly search?: string;
  readonly limit?: number;
  readonly follow: boolean;
}

const LIMIT = 50;
const LIMIT_BEFORE_FOLLOWING = 10;
const PAGE = 500;

/** `zenpulse logs`: lists the executions. */
export function logsCommand(shell: Shell): Command {
  const command = storeCommand('logs', 'Shows what ran, newest first.', [
    'zenpulse logs --job send_daily_report --limit 5',
    'zenpulse logs --status fail --status timeout --from 2026-01-31',
    'zenpulse logs --follow --json',
    'zenpulse logs 0192f3c4-5d6e-7f80-9a1b-2c3d4e5f6071 --follow',
  ])
    .argument('[run-id]', 'only what this run writes to its log, as it comes with --follow')
    .option('--job <key>', 'only of this job')
    .option('--status <outcome>', `any of ${OUTCOMES.join(', ')}; may be repeated`, collectOutcomes)
    .option('--from <instant>', 'not before this instant or date', instantOf)
    .option('--to <instant>', 'before this instant or date', instantOf)
    .option('--search <text>', 'with this in the key or in the type or message of the error')
    .option(
      '--limit <n>',
      `how many (default: ${LIMIT}; with --follow ${LIMIT_BEFORE_FOLLOWING})`,
      wholeNumber(1, 10_000),
    )
    .addOption(
      new Option(
        '--follow',
        'oldest first, and then each new one as it comes, until Ctrl-C; with --json one object a line',
      )
        .default(false)
        .conflicts('to'),
    );
  return command.action((runId: string | undefined, flags: LogsFlags) => {
    if (runId !== undefined) {
      refuseFilters(flags);
      return withStoreToRead(shell, flags, (store) => printRunOutput(runId, flags, store, shell));
    }
    return flags.follow
      ? withStoreToRead(shell, flags, (store) => follow(flags, store, shell))
      : withStoreToRead(
          shell,
          flags,
          (store) => list(flags, store, shell),
          (settings) => tellNone(flags, settings, shell),
        );
  });
}

/** They are of executions, and a run has at most one. */
function refuseFilters({ job, status, from, to, search, limit }: LogsFlags): void {
  if ([job, status, from, to, search, limit].some((flag) => flag !== undefined))
    throw usageError('expected no filter beside the id of a run, only --follow and --json');
}

function tellNone({ json }: LogsFlags, { database }: Settings, shell: Shell): void {
  if (json) printJson(shell, []);
  else shell.print(`There is no such execution in ${database.label}.`);
}

async function list(flags: LogsFlags, { backend, settings }: OpenStore, shell: Shell): Promise<void> {
  const found = await read(backend.executions, filterOf(flags), flags.limit ?? LIMIT);
  if (found.length === 0) return tellNone(flags, settings, shell);
  if (flags.json) return printJson(shell, await Promise.all(found.map(whole(backend.executions))));
  const zoneOf = zonesOfSchedules(backend.schedules);
  const rows = await Promise.all(found.map(async (each) => cellsOf(each, await zoneOf(each.scheduleId))));
  shell.print(
    table(HEADING, rows, (cell, column) => colorOutcome(cell, shell.hasColor && column === STATUS)),
  );
}

async function follow(flags: LogsFlags, { backend }: OpenStore, shell: Shell): Promise<void> {
  const zoneOf = zonesOfSchedules(backend.schedules);
  const inWords = async (execution: ExecutionSummary) => {
    const [time = '', status = '', job = '', took = '', what = ''] = cellsOf(
      execution,
      await zoneOf(execution.scheduleId),
    );
    const painted = colorOutcome(status, shell.hasColor) + ' '.repeat(Math.max(0, 11 - status.length));
    return `${time}  ${painted}  ${job}  ${took}  ${what}`.trimEnd();
  };
  await followExecutions({
    backend,
    clock: shell.clock,
    filter: filterOf(flags),
    limitBefore: flags.limit ?? LIMIT_BEFORE_FOLLOWING,
    stop: shell.interruption(),
    onExecution: async (execution) =>
      shell.print(
        flags.json ? JSON.stringify(await whole(backend.executions)(execution)) : await inWords(execution),
      ),
    onTrouble: (message) => shell.remark(`note: ${message}; trying again`),
  });
}

function filterOf({ job, status, from, to, search }: LogsFlags): ExecutionFilter {
  return { jobKey: job, status, from, to, search };
}

/** Adds the texts that a list leaves out; if the execution was deleted meanwhile, it stays without them. */
function whole({ get }: Pick<ExecutionStore, 'get'>) {
  return async (found: ExecutionSummary) => {
    const execution = await get(found.id);
    return execution === null ? presentExecutionItem(found) : presentExecution(execution);
  };
}

/** Newest first, page by page; a search continues until all rows were searched. */
async function read(
  store: ExecutionStore,
  filter: ExecutionFilter,
  limit: number,
): Promise<ExecutionSummary[]> {
  const found: ExecutionSummary[] = [];
  let after: ExecutionCursor | undefined;
  do {
    const page = await store.list(filter, { after, limit: Math.min(PAGE, limit - found.length) });
    found.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined && found.length < limit);
  return found;
}

function collectOutcomes(text: string, before: readonly Outcome[] = []): Outcome[] {
  const outcome = OUTCOMES.find((each) => each === text);
  if (outcome !== undefined) return [...before, outcome];
  throw new InvalidArgumentError(`Expected any of ${OUTCOMES.join(', ')}, got ${show(text)}.`);
}
