import type { Regime, Rule } from './history.ts';

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
  return regime.rule.triggerType === 'interval' ? ofInterval(regime, until) : ofCron(regime, until);
}

/** True if the rule yields this instant, regardless of when the regime began. */
export function isOccurrence({ rule, anchorAt }: Regime, at: number): boolean {
  if (rule.triggerType === 'cron') return at % MINUTE_MS === 0 && isCronMinute(rule, at);
  return at > anchorAt && (at - anchorAt) % lengthMs(rule) === 0;
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
  const offset = ZONES[timezone];
  if (offset === undefined) throw new Error(`expected a zone of the simulation, got ${timezone}`);
  const minute = Math.floor((at + offset) / MINUTE_MS) % 60;
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
