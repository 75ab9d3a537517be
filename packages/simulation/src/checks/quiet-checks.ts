import type { Site } from '../site.ts';
import type { Write } from '../truth.ts';
import { violation, type Violation } from './violation.ts';

/** Counters reach the database once a minute, and at the end. Slightly less, because timers may be late. */
const COUNTERS_EVERY_MS = 59_000;
/** Events are written within this time, once the database answers. */
const WRITTEN_WITHIN_MS = 90_000;

/** The database is written only when something has happened, and counters rarely. */
export function checkQuiet(site: Site): Violation[] {
  const { truth } = site;
  const events = [
    ...truth.starts.flatMap(({ at, end }) => (end === null ? [at] : [at, end.at])),
    ...truth.givenUp.map(({ at }) => at),
    ...[...truth.asked.values()].map(({ at }) => at),
    ...truth.cancelled.values(),
    ...truth.acquisitions.map(({ at }) => at), // what dead runners left is written then
  ].toSorted((a, b) => a - b);
  let next = 0;
  let lastEventAt = -Infinity;
  const countedAt = new Map<Write['process'], number>();
  return truth.writes.flatMap((write) => {
    const { process, what, rows, at } = write;
    for (let event = events[next]; event !== undefined && event <= at; event = events[next]) {
      lastEventAt = event;
      next += 1;
    }
    const told = `${what} of ${rows ?? 'some'} rows by ${process.name} at ${at}`;
    if (rows === 0) return [violation('writes idly', told)];
    const mayBeLate = site.plan.faults.some(({ kind }) => LATE_AFTER.has(kind));
    if (!mayBeLate && at - lastEventAt > WRITTEN_WITHIN_MS) return [violation('writes idly', told)];
    if (what !== 'add') return [];
    const before = countedAt.get(process) ?? -Infinity;
    countedAt.set(process, at);
    const isAtItsEnd = at >= (truth.stopping.get(process) ?? Infinity);
    if (isAtItsEnd || process.hasStoodStill || at - before >= COUNTERS_EVERY_MS) return [];
    return [violation('writes idly', `${told}, ${at - before} ms after the last time`)];
  });
}

/** After these, events may be written at any later time. */
const LATE_AFTER: ReadonlySet<string> = new Set(['database-down', 'cut-off', 'stand-still']);
