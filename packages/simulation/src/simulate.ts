import type { Execution } from '@zenpulse/core/domain';
import { checkListed } from './checks/calendar-checks.ts';
import { checkDecisions } from './checks/decision-checks.ts';
import { checkQuiet } from './checks/quiet-checks.ts';
import { checkRecords } from './checks/record-checks.ts';
import { checkStarts } from './checks/start-checks.ts';
import type { Violation } from './checks/violation.ts';
import { Operator } from './operator.ts';
import { Planner } from './planner.ts';
import { Random } from './random.ts';
import { planOf, type People, type Plan } from './scenario.ts';
import { Site } from './site.ts';
import { Supervisor } from './supervisor.ts';
import { Trouble } from './trouble.ts';
import { SOUND, type Variant } from './variant.ts';

const SECOND_MS = 1_000;
/** By then all runners told to stop have stopped or were killed. */
const FAREWELL_MS = 25 * SECOND_MS;
/**
 * The time of a healthy runner on each host: long enough for silent locks to expire and abandoned requests to be found.
 */
const QUIET_MS = 80 * SECOND_MS;
/** The most turns per host, while long chains are still running. */
const MAX_TURNS = 16;

export interface SimulationOptions extends People {
  readonly variant?: Variant;
  /** True to keep a readable log. */
  readonly isLogged?: boolean;
  /** Replaces the seed's plan. */
  readonly replan?: (plan: Plan) => Plan;
  /** Replaces the checks: what is wrong at the end. */
  readonly judge?: (site: Site) => Promise<readonly Violation[]>;
}

export interface SimulationReport {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly starts: number;
  /** How many writes the database was asked for. */
  readonly writes: number;
  readonly rows: readonly Execution[];
  readonly log: readonly string[];
}

/** Simulates one installation by its seed's plan, and checks it. */
export async function simulate(seed: number, options: SimulationOptions = {}): Promise<SimulationReport> {
  const { stackTraceLimit } = Error;
  // Thousands of errors are created on purpose; their stacks would take most of the time.
  if (options.isLogged !== true) Error.stackTraceLimit = 0;
  try {
    return await live(seed, options);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

async function live(
  seed: number,
  { variant = SOUND, isLogged = false, replan = (plan) => plan, judge, ...people }: SimulationOptions,
): Promise<SimulationReport> {
  const random = new Random(seed);
  const plan = replan(planOf(seed, random.fork(), people));
  const site = new Site(plan, variant, random.fork(), isLogged);
  const supervisor = new Supervisor(site, random.fork());
  const operator = new Operator(site, random.fork());
  const trouble = new Trouble(site, random.fork(), supervisor, operator, new Planner(site, operator));
  site.log.add('plan', () => JSON.stringify({ ...plan, faults: plan.faults.length, jobs: [...plan.jobs] }));

  for (const fields of plan.schedules) await operator.create(fields);
  for (const host of plan.runners) supervisor.start(host);
  trouble.plan(plan.faults);
  await site.world.run(plan.durationMs);
  await trouble.end();
  supervisor.retire();
  const { rows, violations } = await comeToRest(site, supervisor, judge);
  return {
    seed,
    violations,
    rows,
    starts: site.truth.starts.length,
    writes: site.truth.writes.length,
    log: site.log.lines,
  };
}

/** Stops all runners, and then runs one healthy runner on each host in turn until nothing is left to do. */
async function comeToRest(site: Site, supervisor: Supervisor, judge: SimulationOptions['judge']) {
  const horizon = { at: site.world.elapsed, wallAt: site.world.wallAt };
  const leave = async (): Promise<void> => {
    for (const runner of supervisor.living) supervisor.terminate(runner, 0);
    await site.world.run(FAREWELL_MS);
    for (const [process, { how }] of site.truth.deaths) {
      site.roomOf(process).markDead(process.name, how === 'power-lost' ? 'power-lost' : 'killed');
    }
  };
  let rows = await site.rows();
  let open: readonly Violation[] = [];
  for (let turn = 0; turn < MAX_TURNS && (turn === 0 || open.length > 0); turn += 1) {
    for (const host of site.plan.hosts) {
      await leave();
      supervisor.start(host);
      await site.world.run(QUIET_MS);
    }
    rows = await site.rows();
    if (judge !== undefined) await leave();
    open = judge === undefined ? checkRecords(site, rows, horizon) : await judge(site);
  }
  if (judge !== undefined) return { rows, violations: open };
  return {
    rows,
    violations: [
      ...checkStarts(site),
      ...checkDecisions(site, rows, horizon.at),
      ...checkQuiet(site),
      ...(await checkListed(site, rows, horizon)),
      ...open,
    ],
  };
}
