import { SCHEDULE_DEFAULTS, type ScheduleFields } from '@zenpulse/core/domain';
import { REFERENCE_INSTANT } from '@zenpulse/core/testing';
import { ZONES } from './expander.ts';
import type { Outage } from './database.ts';
import { Random } from './random.ts';
import type { Host } from './sim-process.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
/** The registered job keys; a schedule created later takes the next one. */
export const JOB_KEYS = Array.from({ length: 9 }, (_, index) => `job-${index + 1}`);

/**
 * `files`: SQLite on one host, where deaths can be proven. `server`: a database over the network, with one or two
 * hosts. `solo`: one runner without `--lock`.
 */
type SiteKind = 'files' | 'server' | 'solo';

/** How the runs of a job behave; drawn for each run from its identity. */
export interface JobPlan {
  readonly maxMs: number;
  /** The share of runs that take no time. */
  readonly instant: number;
  readonly failing: number;
  /** Instead: each third start of a schedule fails. */
  readonly failsEachThird?: boolean;
  /** True if it ends when its signal is aborted. */
  readonly heedsSignal: boolean;
}

export interface Plan {
  readonly seed: number;
  readonly kind: SiteKind;
  readonly hosts: readonly Host[];
  /** The hosts of the runners that the supervisor keeps running. */
  readonly runners: readonly Host[];
  /** True if processes of a host can prove that another one on it is dead. */
  readonly isDeathSeen: boolean;
  readonly startAt: number;
  readonly durationMs: number;
  readonly concurrency: number;
  readonly schedules: readonly ScheduleFields[];
  readonly jobs: ReadonlyMap<string, JobPlan>;
  /** True if runs are cancelled. */
  readonly hasCancels: boolean;
  /** True if people pause schedules, skip, move and plan runs, change blackout windows and stop all firing. */
  readonly hasCalendar: boolean;
  readonly faults: readonly Fault[];
}

/** A fault at a true time. Its victim is drawn when it happens. */
export type Fault = { readonly at: number } & (
  | { readonly kind: 'kill' | 'terminate' | 'power-loss'; readonly backAfterMs: number }
  | { readonly kind: 'stand-still' | 'journal-full' | 'hints-lost'; readonly forMs: number }
  | {
      readonly kind: 'database-down' | 'cut-off';
      readonly forMs: number;
      readonly outage: Outage;
      readonly dropsSessions: boolean;
    }
  | { readonly kind: 'revoke' | 'by-hand' | 'run' | 'cancel' | 'create' | 'delete' | 'edit' | 'toggle' }
  | { readonly kind: 'step'; readonly byMs: number }
  | { readonly kind: 'calendar'; readonly act: CalendarAct }
);

const CALENDAR_ACTS = [
  'pause',
  'resume',
  'skip',
  'move',
  'plan',
  'withdraw',
  'refer',
  'window',
  'stop-all',
] as const;
/** What a person does about when schedules run, without changing their rules. */
export type CalendarAct = (typeof CALENDAR_ACTS)[number];

/** What people do beside editing, in seeds of their own. */
export interface People {
  readonly hasCancels?: boolean;
  readonly hasCalendar?: boolean;
}

export function planOf(
  seed: number,
  random: Random,
  { hasCancels = false, hasCalendar = false }: People = {},
): Plan {
  const kind = random.pick<SiteKind>(['files', 'files', 'server', 'server', 'server', 'solo']);
  const hosts: Host[] = [{ name: 'host-a', skewMs: kind === 'server' ? random.int(-300, 300) : 0 }];
  if (kind === 'server' && random.chance(0.6)) hosts.push({ name: 'host-b', skewMs: random.int(-300, 300) });
  const runners = Array.from({ length: kind === 'solo' ? 1 : random.int(1, 3) }, (_, index) =>
    hostOf(hosts, index),
  );
  const durationMs = random.int(4, 9) * MINUTE_MS;
  const count = random.int(2, 5);
  return {
    seed,
    kind,
    hosts,
    runners,
    isDeathSeen: kind !== 'server' || random.chance(0.5),
    startAt: REFERENCE_INSTANT + random.int(0, 3_600_000),
    durationMs,
    concurrency: random.pick([1, 2, 20, 20]),
    schedules: Array.from({ length: count }, (_, index) => scheduleFields(random, JOB_KEYS[index] ?? '')),
    jobs: new Map(JOB_KEYS.map((key) => [key, jobPlan(random)])),
    hasCancels,
    hasCalendar,
    // From its own random source, so that a seed without them stays unchanged.
    faults: [
      ...faults(random, durationMs, kind),
      ...(hasCancels ? cancels(new Random(seed), durationMs) : []),
      ...(hasCalendar ? calendarActs(new Random(seed), durationMs) : []),
    ],
  };
}

/** The fields of a new schedule. */
export function scheduleFields(random: Random, jobKey: string): ScheduleFields {
  return {
    ...SCHEDULE_DEFAULTS,
    jobKey,
    timezone: random.pick(Object.keys(ZONES)),
    logPolicy: 'all',
    ...ruleFields(random),
    ...runFields(random),
    enabled: random.chance(0.9),
    onAmbiguous: random.chance(0.25) ? 'run' : 'skip',
  };
}

export function ruleFields(random: Random) {
  if (random.chance(0.3)) {
    const cronMinute = random.pick(['*', '*/2', '*/3', '1-59/2', '0-29', '5,6,7,20,21,40-59', '*/7']);
    return { triggerType: 'cron', intervalValue: null, intervalUnit: null, cronMinute } as const;
  }
  const value = random.pick([1, 2, 3, 5, 5, 7, 7, 10, 10, 15, 30, 45, 60, 90]);
  return { triggerType: 'interval', intervalValue: value, intervalUnit: 'seconds', cronMinute: '*' } as const;
}

/** The fields for how a schedule runs, as opposed to when. */
export function runFields(random: Random) {
  return {
    coalesce: random.chance(0.6),
    misfireGraceTime: random.pick([1, 2, 5, 10, 30, 60, null]),
    maxInstances: random.int(1, 3),
    timeoutSeconds: random.pick([null, null, null, 2, 5]),
    maxRetries: random.pick([0, 0, 1, 2]),
  };
}

function jobPlan(random: Random): JobPlan {
  return {
    maxMs: random.pick([0, 0, 200, 1_500, 6_000, 20_000]),
    instant: random.pick([0.2, 0.7]),
    failing: random.pick([0, 0, 0.2, 0.6]),
    heedsSignal: random.chance(0.5),
  };
}

function hostOf(hosts: readonly Host[], index: number): Host {
  const host = hosts[index % hosts.length];
  if (host === undefined) throw new Error('expected a host, got none');
  return host;
}

const FAULTS: readonly (readonly [
  weight: number,
  fault: (random: Random, kind: SiteKind) => NewFault | null,
])[] = [
  [6, (random) => ({ kind: 'kill', backAfterMs: random.int(100, 20_000) })],
  [3, (random) => ({ kind: 'terminate', backAfterMs: random.int(100, 20_000) })],
  [1, (random) => ({ kind: 'power-loss', backAfterMs: random.int(5_000, 40_000) })],
  [4, (random) => ({ kind: 'stand-still', forMs: random.int(100, random.chance(0.3) ? 40_000 : 14_000) })],
  [4, (random) => ({ kind: 'database-down', forMs: random.int(500, 25_000), ...outage(random) })],
  [
    2,
    (random, kind) =>
      kind === 'server' ? { kind: 'cut-off', forMs: random.int(500, 25_000), ...outage(random) } : null,
  ],
  [1, (random) => ({ kind: 'journal-full', forMs: random.int(500, 15_000) })],
  [1, (random) => ({ kind: 'hints-lost', forMs: random.int(5_000, 40_000) })],
  [2, (_random, kind) => (kind === 'solo' ? null : { kind: 'revoke' })],
  [6, () => ({ kind: 'edit' })],
  [3, () => ({ kind: 'toggle' })],
  [1, () => ({ kind: 'by-hand' })],
  [1, () => ({ kind: 'create' })],
  [1, () => ({ kind: 'delete' })],
  [5, () => ({ kind: 'run' })],
  [2, (random) => ({ kind: 'step', byMs: stepMs(random) })],
];

type NewFault = Fault extends infer F ? (F extends Fault ? Omit<F, 'at'> : never) : never;

function faults(random: Random, durationMs: number, kind: SiteKind): Fault[] {
  const found: Fault[] = [];
  const everyMs = random.pick([10, 20, 40]) * SECOND_MS;
  // In most seeds the clocks are not set, since steps excuse violations that must not occur otherwise.
  const hasSteps = random.chance(0.3);
  for (let at = random.int(0, everyMs); at < durationMs; at += random.int(100, 2 * everyMs)) {
    const fault = newFault(random, kind);
    if (fault === null || (fault.kind === 'step' && !hasSteps)) continue;
    found.push({ ...fault, at });
    // Faults often come in pairs: the second while the first is being handled.
    if (random.chance(0.3)) at += random.int(0, 3_000) - everyMs;
    at = Math.max(at, found.at(-1)?.at ?? 0);
  }
  return found;
}

function cancels(random: Random, durationMs: number): Fault[] {
  const found: Fault[] = [];
  for (let at = random.int(0, 20_000); at < durationMs; at += random.int(500, 40_000)) {
    found.push({ kind: 'cancel', at });
  }
  return found;
}

function calendarActs(random: Random, durationMs: number): Fault[] {
  const found: Fault[] = [];
  // A stop concerns all schedules, and leaves no trace in their rows.
  const acts = random.chance(0.5) ? CALENDAR_ACTS : CALENDAR_ACTS.filter((act) => act !== 'stop-all');
  for (let at = random.int(0, 5_000); at < durationMs; at += random.int(200, 12_000)) {
    found.push({ kind: 'calendar', act: random.pick(acts), at });
  }
  return found;
}

function newFault(random: Random, kind: SiteKind): NewFault | null {
  let left = random.int(
    1,
    FAULTS.reduce((sum, [weight]) => sum + weight, 0),
  );
  for (const [weight, fault] of FAULTS) {
    left -= weight;
    if (left <= 0) return fault(random, kind);
  }
  return null;
}

function outage(random: Random) {
  return { outage: random.pick<Outage>(['refuses', 'hangs']), dropsSessions: random.chance(0.5) };
}

/** Back by an amount that is waited out, rarely by more; forward by any amount. */
function stepMs(random: Random): number {
  if (random.chance(0.6)) return -random.int(1, 45) * SECOND_MS;
  return random.chance(0.3) ? -random.int(90, 400) * SECOND_MS : random.int(1, 200) * SECOND_MS;
}
