import type { OverviewLane, OverviewRun } from '@zenpulse/contract';
import type { Outcome } from '@zenpulse/core/domain';

/** The timeline reaches this far back and ahead. */
export const SPAN_MS = 3_600_000;
/** The least width of a mark: a run of some milliseconds would be invisible. */
const LEAST_MS = 14_000;

type MarkKind = Outcome | 'running' | 'next';

/** One mark of a lane. `from` and `to` are shares of the axis, from 0 (an hour ago) to 1 (in an hour). */
export interface LaneMark {
  readonly kind: MarkKind;
  /** In epoch milliseconds. */
  readonly at: number;
  readonly durationMs: number | null;
  readonly from: number;
  readonly to: number;
}

/** The marks of a schedule, oldest first: what ran, what runs, what comes. */
export function marksOf(lane: OverviewLane, running: readonly OverviewRun[], now: number): LaneMark[] {
  const mark = (kind: MarkKind, at: number, durationMs: number | null): LaneMark => ({
    kind,
    at,
    durationMs,
    ...shares(at, kind === 'running' ? Math.max(0, now - at) : (durationMs ?? 0), now),
  });
  return [
    ...lane.past.map(({ at, status, durationMs }) => mark(status, Date.parse(at), durationMs)),
    ...running
      .filter(({ scheduleId }) => scheduleId === lane.scheduleId)
      .map(({ startedAt }) => mark('running', Date.parse(startedAt), null)),
    ...lane.next.map((at) => mark('next', Date.parse(at), null)),
  ]
    .filter(({ from, to }) => to > 0 && from < 1)
    .toSorted((a, b) => a.at - b.at);
}

/** A part of the axis whose occurrences are not shown; `at` is where the shown ones begin or end. */
export interface LaneGap {
  readonly side: 'past' | 'next';
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** Where a schedule had or has more occurrences than its lane shows. */
export function gapsOf({ pastSince, nextUntil }: OverviewLane, now: number): LaneGap[] {
  const gaps: LaneGap[] = [];
  const add = (side: LaneGap['side'], at: number) => {
    const share = Math.min(1, Math.max(0, shares(at, 0, now).from));
    gaps.push(side === 'past' ? { side, at, from: 0, to: share } : { side, at, from: share, to: 1 });
  };
  if (pastSince !== null) add('past', Date.parse(pastSince));
  if (nextUntil !== null) add('next', Date.parse(nextUntil));
  return gaps.filter(({ from, to }) => to > from);
}

/** The index of the mark closest to a share of the axis. */
export function nearestMark(marks: readonly LaneMark[], share: number): number | null {
  const distance = ({ from, to }: LaneMark) => Math.max(from - share, share - to, 0);
  let nearest: number | null = null;
  for (const [index, mark] of marks.entries()) {
    const best = nearest === null ? undefined : marks[nearest];
    if (best === undefined || distance(mark) < distance(best)) nearest = index;
  }
  return nearest;
}

function shares(at: number, lengthMs: number, now: number): { readonly from: number; readonly to: number } {
  const begin = now - SPAN_MS;
  const share = (instant: number) => (instant - begin) / (2 * SPAN_MS);
  return { from: share(at), to: share(at + Math.max(LEAST_MS, lengthMs)) };
}
