import { toIso } from '@zenpulse/core/domain';
import {
  planCatchUp,
  type CatchUpPlan,
  type PlannedCatchUp,
  type PlannedRecovery,
  type PlannedSkip,
} from '@zenpulse/core/engine';
import { isAlive, type Backend } from '@zenpulse/core/ports';
import { findJobModules } from '../jobs/find-job-modules.ts';
import { loadJobModules } from '../jobs/load-job-modules.ts';
import { firingStopped } from '@zenpulse/present';
import { withStoreToRead, type OpenStore, type StoreFlags } from './open-store.ts';
import { printJson } from './output/print-json.ts';
import { table } from './output/table.ts';
import { zonedTimeAndZone } from './output/zoned-time.ts';
import type { Shell } from './shell.ts';

interface PlanFlags extends StoreFlags {
  readonly lock: boolean;
  readonly json: boolean;
}

/** Why nothing fires. */
type Stopped = NonNullable<ReturnType<typeof firingStopped>>;

const NOTHING: CatchUpPlan = {
  schedules: [],
  inherited: [],
  unregistered: [],
  interrupted: 0,
  waiting: 0,
  unwritten: 0,
};

/** `zenpulse-runner --plan`: prints what a start would catch up now. Changes nothing, and creates no database. */
export function printPlan(shell: Shell, { json, lock, ...flags }: PlanFlags): Promise<void> {
  const tell = (plan: CatchUpPlan | null, now: number, stopped: Stopped | null = null) => {
    if (json) printJson(shell, planJson(plan, now, stopped));
    else shell.print(planText(plan, lock, stopped));
  };
  const plan = async ({ backend, settings }: OpenStore) => {
    const { jobs } = await shell.aside(() => loadJobModules(findJobModules(settings)));
    const keys = new Set(jobs.map(({ key }) => key));
    const tenure = await backend.peekTenure(lock ? 'locking' : 'open');
    const now = backend.clock.now();
    await warnOfOthers(backend, lock, shell);
    const { changed, historyId } = await backend.schedules.readChanges(null);
    const firing = await backend.calendar.readSwitch();
    const stopped = firingStopped(firing, settings.isPaused);
    const found =
      tenure === null
        ? null
        : planCatchUp({
            tenure,
            journals: await backend.journals.peek(),
            rows: changed,
            historyId,
            isRegistered: (jobKey) => keys.has(jobKey),
            firing: { isStopped: stopped !== null, resumedAt: firing.resumedAt },
            now,
          });
    tell(found, now, stopped);
  };
  return withStoreToRead(shell, flags, plan, () => tell(NOTHING, shell.clock.now()));
}

/** The plan assumes one active runner: with two, each may start, or repeat, what the other would. */
async function warnOfOthers({ runners, clock }: Backend, isLocking: boolean, shell: Shell): Promise<void> {
  for (const other of await runners.list()) {
    if (other.state !== 'active' || !isAlive(other, clock.now()) || (isLocking && other.isLocking)) continue;
    shell.remark(
      `warning: the runner ${other.runnerId} is active: another one started now would be active too, and jobs could run twice; start all of them with --lock`,
    );
  }
}

function planJson(plan: CatchUpPlan | null, now: number, stopped: Stopped | null) {
  const at = toIso(now);
  if (plan === null) return { at, isHeld: true, stopped };
  const schedules = plan.schedules.map(({ decidedUntil, newest, ...rest }) => ({
    ...rest,
    decidedUntil: toIso(decidedUntil),
    newest: toIso(newest),
  }));
  return { at, isHeld: false, stopped, ...plan, schedules };
}

function planText(plan: CatchUpPlan | null, isLocking: boolean, stopped: Stopped | null): string {
  if (plan === null) {
    return isLocking
      ? 'An active runner holds the lease: one started now would be on standby, and catch up nothing.'
      : 'A runner is active: one started now would be active too.';
  }
  const { schedules, inherited, unregistered } = plan;
  const lines = [
    stopped === null ? dueText(schedules) : stoppedText(stopped),
    ...(inherited.length === 0
      ? []
      : ['', 'Left by dead runners:', table(LEFT_HEADING, inherited.map(leftCellsOf))]),
    ...(unregistered.length === 0
      ? []
      : ['', 'No job is registered here, what falls due is skipped:', ...unregistered.map(skipLine)]),
  ];
  return lines.join('\n');
}

function dueText(schedules: readonly PlannedCatchUp[]): string {
  return schedules.length === 0
    ? 'Nothing fell due since everything was last decided.'
    : table(HEADING, schedules.map(cellsOf));
}

function stoppedText({ by, since, reason }: Stopped): string {
  const why = reason === null ? '' : ` (${reason})`;
  return by === 'setting'
    ? 'No schedule fires here: ZENPULSE_PAUSED or the configuration says so. Nothing would be caught up.'
    : `All firing is stopped since ${since}${why}. Nothing would be caught up; \`zenpulse resume --all\` lets schedules fire again.`;
}

const HEADING = ['JOB', 'FELL DUE', 'NEWEST', 'WILL RUN', 'WILL BE MISSED', 'RECORDED'];

function cellsOf(one: PlannedCatchUp): string[] {
  const given = one.ambiguous === 0 ? '' : ` + ${one.ambiguous} ambiguous`;
  const lost = one.missed + one.ambiguous;
  return [
    nameOf(one),
    String(one.undecided),
    zonedTimeAndZone(one.newest, one.timezone),
    one.starts === 1 && one.undecided - lost > 1 ? `once, for ${one.undecided - lost}` : String(one.starts),
    `${one.missed}${given}`,
    lost === 0 ? '' : one.recordsMissed ? 'as missed' : 'no: log policy none',
  ];
}

const LEFT_HEADING = ['JOB', 'STARTS', 'TRIED AGAIN', 'INTERRUPTED', 'MISSED', 'SKIPPED', 'RECORDS TO WRITE'];

function leftCellsOf(one: PlannedRecovery): string[] {
  const { resumed, retried, interrupted, missed, skipped, unwritten } = one;
  return [nameOf(one), ...[resumed, retried, interrupted, missed, skipped, unwritten].map(String)];
}

function skipLine(one: PlannedSkip): string {
  return `  ${nameOf(one)}${one.undecided === 0 ? '' : `: ${one.undecided} fell due`}`;
}

function nameOf({ jobKey, variant }: Pick<PlannedCatchUp, 'jobKey' | 'variant'>): string {
  return variant === '' ? jobKey : `${jobKey} (${variant})`;
}
