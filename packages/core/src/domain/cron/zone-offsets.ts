import { show } from '../expected.ts';
import { type OffsetReader, offsetReader } from './offset-reader.ts';
import { RecentCache } from './recent-cache.ts';
import { isTimeZone } from './time-zone.ts';

/** A period in which a zone keeps one offset. All in milliseconds. */
export interface OffsetPeriod {
  readonly startAt: number;
  /** Exclusive. */
  readonly endAt: number;
  /** How far the wall clock is ahead of UTC. */
  readonly offsetMs: number;
  /** The wall time just before `startAt`; equal to `startAt + offsetMs` unless the clock was changed. */
  readonly wallBefore: number;
}

/** The one table of a zone, shared by all its triggers. Throws a RangeError on a zone that `isTimeZone` rejects. */
export function zoneOffsets(timezone: string): ZoneOffsets {
  return SHARED.get(timezone) ?? SHARED.keep(timezone, offsetsOf(timezone));
}

function offsetsOf(timezone: string): ZoneOffsets {
  if (!isTimeZone(timezone)) throw new RangeError(`expected an IANA zone, got ${show(timezone)}`);
  return new ZoneOffsets(() => offsetReader(timezone));
}

/**
 * The offsets of a zone. They are read in blocks of two years when first needed (half a millisecond each) and cached,
 * so that the hot path does not call Intl. The reader (15 KB) is released after each block.
 */
export class ZoneOffsets {
  readonly #openReader: () => OffsetReader;
  readonly #blocks = new Map<number, readonly OffsetPeriod[]>();
  /** Most queries are about now, so the last answer is tried first. */
  #recent: OffsetPeriod = { startAt: 0, endAt: 0, offsetMs: 0, wallBefore: 0 };

  constructor(openReader: () => OffsetReader) {
    this.#openReader = openReader;
  }

  /** The period that contains an instant. It ends at a change of offset or at the edge of a block. */
  periodAt(at: number): OffsetPeriod {
    const recent = this.#recent;
    if (at >= recent.startAt && at < recent.endAt) return recent;
    return (this.#recent = this.#find(at));
  }

  #find(at: number): OffsetPeriod {
    const period = this.#block(Math.floor(at / BLOCK_MS)).findLast(({ startAt }) => startAt <= at);
    if (period === undefined) throw new RangeError(`expected an instant in epoch milliseconds, got ${at}`);
    return period;
  }

  #block(index: number): readonly OffsetPeriod[] {
    const known = this.#blocks.get(index);
    if (known !== undefined) return known;
    const periods = Number.isFinite(index) ? readBlock(this.#openReader(), index) : [];
    this.#blocks.set(index, periods);
    return periods;
  }
}

const SHARED = new RecentCache<ZoneOffsets>(1_000);

/**
 * Less than the time between any two changes of an offset: 3.99 days (Freetown 1939; since 1970: 6.96, Recife 2000).
 */
const STEP_MS = 3 * 86_400_000;
const BLOCK_MS = 256 * STEP_MS;

/** Begins one step before the block, so that an overlap across its edge is seen. */
function readBlock(offsetAt: OffsetReader, index: number): OffsetPeriod[] {
  const blockStart = index * BLOCK_MS;
  const blockEnd = blockStart + BLOCK_MS;
  const periods: OffsetPeriod[] = [];
  let startAt = blockStart - STEP_MS;
  let wallBefore = -Infinity;
  while (startAt < blockEnd) {
    const offsetMs = offsetAt(startAt);
    const endAt = nextChange(offsetAt, startAt, startAt < blockStart ? blockStart : blockEnd);
    if (startAt >= blockStart) periods.push({ startAt, endAt, offsetMs, wallBefore });
    wallBefore = Math.max(wallBefore, endAt + offsetMs);
    startAt = endAt;
  }
  return periods;
}

/** The first change of offset after `from`, or `end` if there is none before it. */
function nextChange(offsetAt: OffsetReader, from: number, end: number): number {
  const offsetMs = offsetAt(from);
  let same = from;
  while (same < end) {
    const probe = Math.min(end, same + STEP_MS);
    if (offsetAt(probe) !== offsetMs) return bisect((at) => offsetAt(at) !== offsetMs, same, probe);
    same = probe;
  }
  return end;
}

/**
 * Finds the second at which `isAfter` turns from false (at `before`) to true (at `after`): offsets change on whole
 * seconds.
 */
function bisect(isAfter: (at: number) => boolean, before: number, after: number): number {
  while (after - before > 1000) {
    const middle = before + Math.floor((after - before) / 2000) * 1000;
    if (isAfter(middle)) after = middle;
    else before = middle;
  }
  return after;
}
