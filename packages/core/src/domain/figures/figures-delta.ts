import { instantText, RECENT_WIDTH, recentOf } from './recent-occurrence.ts';
import { rollupOf, type RollupCount } from './rollup.ts';
import { hasGuess, settleGuesses } from './settle-guesses.ts';

/** Equal failures of one job. Instants are epoch milliseconds. */
export interface ErrorGroup {
  readonly fingerprint: string;
  readonly jobKey: string;
  readonly exceptionType: string | null;
  /** The newest message, its first 500 characters; null where the log policy keeps no messages. */
  readonly message: string | null;
  /** The number of failed attempts. */
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** The newest execution of it; null where the log policy keeps none. */
  readonly lastExecutionId: string | null;
  readonly lastScheduleId: string;
}

/** The newest occurrences of one schedule, as texts of `recentText` one after the other, oldest first. */
export interface RecentDelta {
  readonly scheduleId: string;
  readonly text: string;
  /** True if some that are known may be newer: then each takes its place by time, and the newest are kept. */
  readonly isOlder: boolean;
}

/** What happened since figures were last written; one entry for each schedule, key and fingerprint. */
export interface FiguresDelta {
  readonly recent: readonly RecentDelta[];
  readonly rollup: readonly RollupCount[];
  readonly errors: readonly ErrorGroup[];
}

export const NO_FIGURES: FiguresDelta = { recent: [], rollup: [], errors: [] };

/** What is written to a schedule's ring. */
export interface RecentRow extends RecentDelta {
  /** True if the text is the whole ring. */
  readonly isWhole: boolean;
  /** The instant of the newest guess in the text; null without one. */
  readonly guessAt: number | null;
}

/** Which rings have to be read before a delta is added. */
export interface RingsInDoubt {
  /** Those with a guess of this instant or later: something real in the delta may replace it. */
  readonly guessedFrom: number;
  /** Those of these schedules: the delta has a guess about them, or older occurrences. */
  readonly scheduleIds: readonly string[];
}

export function ringsInDoubt({ recent }: FiguresDelta): RingsInDoubt {
  let first = '';
  const scheduleIds: string[] = [];
  for (const { scheduleId, text, isOlder } of recent) {
    if (isOlder || hasGuess(text)) scheduleIds.push(scheduleId);
    for (let at = 0; at < text.length; at += RECENT_WIDTH) {
      const instant = instantText(text, at);
      if (first === '' || instant < first) first = instant;
    }
  }
  return { guessedFrom: first === '' ? Infinity : Number.parseInt(first, 36), scheduleIds };
}

/** The rows of these, with guesses settled in the rings that were read, and what that takes from the roll-up. */
export function settledRecent(
  recent: readonly RecentDelta[],
  rings: ReadonlyMap<string, string>,
): { readonly rows: readonly RecentRow[]; readonly corrections: readonly RollupCount[] } {
  const corrections: RollupCount[] = [];
  const rows = recent.map((delta): RecentRow => {
    const ring = rings.get(delta.scheduleId);
    if (ring === undefined) return { ...delta, isWhole: false, guessAt: newestGuess(delta.text) };
    const { text, withdrawn } = settleGuesses(ring, delta.text);
    for (const one of withdrawn) corrections.push(...rollupOf(delta.scheduleId, one, -1));
    return { ...delta, text, isWhole: true, guessAt: newestGuess(text) };
  });
  return { rows, corrections };
}

function newestGuess(text: string): number | null {
  if (!hasGuess(text)) return null;
  return recentOf(text).reduce<number | null>(
    (newest, { isGuess, scheduledAt }) => (isGuess ? Math.max(newest ?? scheduledAt, scheduledAt) : newest),
    null,
  );
}
