import { toIso, type Execution, type JsonObject, type StoredSchedule } from '@zenpulse/core/domain';
import { RUN_REQUEST_TTL_MS } from '@zenpulse/core/ports';
import { presentExecution } from '@zenpulse/present';
import { newId } from '@zenpulse/store';
import type { Command } from 'commander';
import { CommandError, failure, usageError } from '../command-error.ts';
import { EXIT_INTERRUPTED } from '../exit-codes.ts';
import { hasLivingRunner } from '../has-living-runner.ts';
import { checkedParams, refuseWrongParams } from '../input/checked-fields.ts';
import { instantOf } from '../input/instant-text.ts';
import { findSchedule, namingSchedule, type VariantFlag } from '../input/find-schedule.ts';
import { jsonIn } from '../input/schedule-flags.ts';
import { wholeNumber } from '../input/whole-number.ts';
import { withExistingStore, type OpenStore, type StoreFlags } from '../open-store.ts';
import { tookInWords, whatOf } from '../output/execution-text.ts';
import { colorOutcome } from '../output/outcome-color.ts';
import { printJson } from '../output/print-json.ts';
import { nameOf, nameOfRow } from '../output/schedule-text.ts';
import { harmless } from '../output/table.ts';
import type { Shell } from '../shell.ts';
import { storeCommand, type JsonFlag } from '../store-command.ts';
import { plan } from './schedules/exceptions.ts';
import { waitForOutcome } from './wait-for-outcome.ts';

interface RunFlags extends VariantFlag, StoreFlags, JsonFlag {
  /** Seconds; false for `--no-wait`. */
  readonly wait: number | false;
  readonly params?: string;
  /** When, instead of now. */
  readonly at?: number;
}

/** `zenpulse run`: requests a run from the runners. This process executes no job. */
export function runJobCommand(shell: Shell): Command {
  const command = storeCommand('run', 'Asks the runners to run a job now, and waits for the outcome.', [
    'zenpulse run send_daily_report',
    'zenpulse run import --variant eu --wait 600',
    'zenpulse run send_daily_report --no-wait --json',
    `zenpulse run import --params '{"region":"eu"}'`,
    'zenpulse run send_daily_report --at 2026-12-24T15:00:00Z',
  ])
    .option('--params <json>', 'a JSON object for the job; without it, the params of the schedule')
    .option('--at <instant>', 'plans one run at that time, instead of one now', instantOf)
    .option('--wait <seconds>', 'give up waiting after so long', wholeNumber(1, 86_400), 60)
    .option('--no-wait', 'print the id of the run and leave');
  return namingSchedule(command).action((name: string, flags: RunFlags) =>
    withExistingStore(shell, flags, async (store) => {
      const row = await findSchedule(name, flags, store);
      const params = checkedParams(jsonIn(flags.params));
      if (flags.at !== undefined) {
        if (params !== undefined) throw usageError('--params: a planned run has the params of the schedule');
        const done = `Plans a run at ${toIso(flags.at)}:`;
        return plan(name, { kind: 'run', at: flags.at }, { flags, store, shell, done });
      }
      const { jobKey } = row.isDamaged ? row.damaged : row.schedule;
      if (params !== undefined) await refuseWrongParams({ jobKey, params }, store);
      const asked = { row, params };
      if (flags.wait === false) tellRequest(await request(asked, store), flags, shell);
      else await runAndWait(asked, flags.wait, flags, store, shell);
    }),
  );
}

/** A run of this schedule, with params of its own or the schedule's. */
interface Asked {
  readonly row: StoredSchedule;
  readonly params: JsonObject | undefined;
}

async function request({ row, params }: Asked, { backend }: OpenStore): Promise<string> {
  const scheduleId = row.isDamaged ? row.damaged.id : row.schedule.id;
  const id = newId();
  const request = { id, scheduleId, requestedAt: backend.clock.now() };
  await backend.runRequests.add(params === undefined ? request : { ...request, params });
  return id;
}

function tellRequest(runId: string, { json }: JsonFlag, shell: Shell): void {
  if (json) printJson(shell, { id: runId, runId, status: null });
  else shell.print(runId);
}

async function runAndWait(
  asked: Asked,
  seconds: number,
  { json }: JsonFlag,
  store: OpenStore,
  shell: Shell,
): Promise<void> {
  const { backend } = store;
  const { clock } = backend;
  const interruption = shell.interruption();
  const runId = await request(asked, store);
  if (!(await hasLivingRunner(backend))) shell.remark('note: no runner is alive; waiting for one');
  const askedAt = clock.monotonic();
  const execution = await waitForOutcome(runId, seconds * 1_000, { backend, clock, interruption });
  if (execution !== null) return tellOutcome(execution, json, shell);
  if (json) printJson(shell, { id: runId, status: null });
  const isExpired = clock.monotonic() - askedAt >= RUN_REQUEST_TTL_MS;
  const fate = `${nameOfRow(asked.row)}: ${await whereabouts(runId, isExpired, store)} (run ${runId})`;
  throw interruption.aborted ? new CommandError(fate, EXIT_INTERRUPTED) : failure(fate);
}

function tellOutcome(execution: Execution, hasJson: boolean, shell: Shell): void {
  const { id, status, durationMs, output } = execution;
  if (hasJson) printJson(shell, presentExecution(execution));
  else {
    const took = durationMs === null ? '' : ` after ${tookInWords(durationMs)}`;
    shell.print(`${nameOf(execution)}: ${colorOutcome(status, shell.hasColor)}${took} (run ${id})`);
    if (output !== null && output !== '') shell.print(harmless(output.trimEnd()));
  }
  if (status === 'success') return;
  const why = [`${nameOf(execution)}: ${status}`, reasonOf(execution)].filter((part) => part !== '');
  throw failure(why.join(': '));
}

function reasonOf(execution: Execution): string {
  return whatOf({ ...execution, origin: 'schedule' }); // the origin is obvious here, so it is not printed
}

/** Where a run without an outcome is at the moment. */
async function whereabouts(runId: string, isExpired: boolean, { backend }: OpenStore): Promise<string> {
  const runners = await backend.runners.list();
  const owner = runners.find(({ runningNow }) => runningNow.some((run) => run.runId === runId));
  if (owner !== undefined) return `still running on ${owner.hostname} (pid ${owner.pid})`;
  if (isExpired) return 'taken by a runner, and no outcome yet';
  return 'no outcome yet; a runner that takes it within a minute of the request still runs it';
}
