import type { Deviation, Regime, Rule } from './history.ts';
import { isInWindow } from './timetables/naive-timetable.ts';

const UNIT_MS: Readonly<Record<string, number>> = { seconds: 1_000, minutes: 60_000, hours: 3_600_000 };
const MINUTE_MS = 60_000;

/** The zones that scenarios use: none of them changes its offset during the simulated time. */
export const ZONES: Readonly<Record<string, number>> = {
  UTC: 0,
  'Asia/Dhaka': 360 * MINUTE_MS,
  'Asia/Kathmandu': 345 * MINUTE_MS,
};

/**
 * Every occurrence of a regime up to `until`, oldest first. Written for the simulation from the design's text, minute
 * by minute and without any code of the product.
 */
export function occurrencesOf(regime: Regime, until: number): number[] {
  const { rule, deviation, effectiveFrom } = regime;
  const ofRule = rule.triggerType === 'interval' ? ofInterval : ofCron;
  if (deviation === undefined) return ofRule(regime, until);
  const known = KNOWN.get(regime);
  if (known !== undefined && known.until >= until) return known.all.filter((at) => at <= until);
  const added = deviation.exceptions.flatMap((one) => addedBy(one, regime));
  const all = [...new Set([...ofRule(regime, until), ...added])]
    .filter((at) => at > effectiveFrom && at <= until && isOccurrence(regime, at))
    .toSorted((a, b) => a - b);
  KNOWN.set(regime, { until, all });
  return all;
}

/** Those of regimes with deviations, which are asked for again and again. */
const KNOWN = new WeakMap<Regime, { readonly until: number; readonly all: number[] }>();

/** True if the rule and what differs from it yield this instant, regardless of when the regime began. */
export function isOccurrence(regime: Regime, at: number): boolean {
  const { deviation } = regime;
  if (deviation === undefined) return isOfRule(regime, at);
  const { exceptions, pausedUntil } = deviation;
  const isAdded = exceptions.some((one) => addedBy(one, regime).includes(at));
  const isTaken = exceptions.some((one) => one.kind !== 'run' && one.at === at);
  const isPlanned = isAdded || (isOfRule(regime, at) && !isTaken);
  return isPlanned && at >= pausedUntil && !isBlackedOut(deviation, at);
}

/** True if the rule alone yields this instant. */
export function isOfRule({ rule, anchorAt }: Pick<Regime, 'rule' | 'anchorAt'>, at: number): boolean {
  if (rule.triggerType === 'cron') return at % MINUTE_MS === 0 && isCronMinute(rule, at);
  return at > anchorAt && (at - anchorAt) % lengthMs(rule) === 0;
}

/** A move of what the rule does not have is none. */
function addedBy(one: Deviation['exceptions'][number], regime: Regime): number[] {
  if (one.kind === 'run') return [one.at];
  return one.kind === 'move' && isOfRule(regime, one.at) ? [one.to] : [];
}

export function isBlackedOut({ windows }: Pick<Deviation, 'windows'>, at: number): boolean {
  return windows.some((window) => {
    const wall = new Date(at + offsetOf(window.timezone));
    const [date, time] = [wall.toISOString().slice(0, 10), wall.toISOString().slice(11, 16)];
    return isInWindow(window, { date, time, weekday: wall.getUTCDay() });
  });
}

function offsetOf(timezone: string): number {
  const offset = ZONES[timezone];
  if (offset === undefined) throw new Error(`expected a zone of the simulation, got ${timezone}`);
  return offset;
}

function ofInterval({ rule, anchorAt, effectiveFrom }: Regime, until: number): number[] {
  const found: number[] = [];
  for (let at = anchorAt + lengthMs(rule); at <= until; at += lengthMs(rule)) {
    if (at > effectiveFrom) found.push(at);
  }
  return found;
}

function ofCron({ rule, effectiveFrom }: Regime, until: number): number[] {
  const found: number[] = [];
  const first = Math.ceil(effectiveFrom / MINUTE_MS) * MINUTE_MS;
  for (let at = first; at <= until; at += MINUTE_MS) {
    if (at > effectiveFrom && isCronMinute(rule, at)) found.push(at);
  }
  return found;
}

/** Scenarios only set the minute: `*`, `a`, `a-b`, each with or without a step, and lists of these. */
function isCronMinute({ cronMinute, timezone }: Rule, at: number): boolean {
  const minute = Math.floor((at + offsetOf(timezone)) / MINUTE_MS) % 60;
  return cronMinute.split(',').some((part) => {
    const [range = '', step = '1'] = part.split('/');
    const [from, to = from] = range === '*' ? [0, 59] : range.split('-').map(Number);
    return (
      from !== undefined &&
      to !== undefined &&
      minute >= from &&
      minute <= to &&
      (minute - from) % +step === 0
    );
  });
}

function lengthMs({ intervalValue, intervalUnit }: Rule): number {
  return (intervalValue ?? 0) * (UNIT_MS[intervalUnit ?? ''] ?? 0);
}
