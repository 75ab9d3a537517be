import {
  newestRecent,
  normalisedMessage,
  recentText,
  rollupOf,
  summedRollup,
  type Execution,
  type ExecutionSummary,
  type FiguresDelta,
  type RecentOccurrence,
  type RollupCount,
} from '../../domain/index.ts';
import { errorSeen, SeenErrors } from './seen-errors.ts';

export interface RecordsToCount {
  /** Occurrences whose newest attempt was counted before. */
  readonly carried: ReadonlySet<string>;
  /** False: guesses are left out. */
  readonly takesGuesses: boolean;
  /** True for a schedule with a record of each run: counts of the others would show failures alone. */
  readonly hasAllRecords: (scheduleId: string) => boolean;
  /** Reads a record with its stack. */
  readonly get: (id: string) => Promise<Execution | null>;
}

/** An occurrence of which the attempt that was made last is looked for. */
interface Found {
  readonly record: ExecutionSummary;
  readonly isFinal: boolean;
}

/** Derives figures from records, which come newest first. */
export function figuresOfRecords({ carried, takesGuesses, hasAllRecords, get }: RecordsToCount) {
  const occurrences = new Map<string, Found>();
  const errors = new SeenErrors();
  /** By what is known without the stack: the fingerprint of such an error. Stacks are read once for each. */
  const prints = new Map<string, string>();

  const takeError = async (record: ExecutionSummary): Promise<void> => {
    const { jobKey, exceptionType, exceptionMessage } = record;
    if (exceptionType === null && exceptionMessage === null) return;
    const alike = JSON.stringify([jobKey, exceptionType, normalisedMessage(exceptionMessage ?? '')]);
    const known = prints.get(alike);
    const traceback =
      known === undefined && record.hasTraceback ? ((await get(record.id))?.traceback ?? null) : null;
    const seen = errorSeen({ ...record, traceback }, true);
    if (seen === null) return;
    const fingerprint = known ?? seen.fingerprint;
    prints.set(alike, fingerprint);
    errors.add({ ...seen, fingerprint });
  };

  const takeOccurrence = (record: ExecutionSummary): void => {
    const name = nameOf(record);
    const known = occurrences.get(name);
    if (carried.has(name) || known?.isFinal === true) return;
    // A retry that never started ends its occurrence with the attempt before.
    const isGivenUp = record.attempt > 1 && (record.status === 'missed' || record.status === 'skipped');
    occurrences.set(name, { record, isFinal: !isGivenUp });
  };

  const ended = (): [string, RecentOccurrence][] =>
    [...occurrences.values()].map(({ record }) => [record.scheduleId, occurrenceOf(record)]);

  return {
    async take(record: ExecutionSummary): Promise<void> {
      await takeError(record);
      if (!hasAllRecords(record.scheduleId) || (isGuess(record) && !takesGuesses)) return;
      takeOccurrence(record);
    },
    /** The occurrences of which an earlier attempt may follow. */
    get carried(): ReadonlySet<string> {
      return new Set([...occurrences].filter(([, { record }]) => record.attempt > 1).map(([name]) => name));
    },
    delta(): FiguresDelta {
      const rings = new Map<string, RecentOccurrence[]>();
      const rollup: RollupCount[] = [];
      for (const [id, occurrence] of ended()) {
        rollup.push(...rollupOf(id, occurrence, 1));
        const ring = rings.get(id);
        if (ring === undefined) rings.set(id, [occurrence]);
        else ring.push(occurrence);
      }
      const recent = [...rings].map(([scheduleId, ring]) => {
        const inOrder = ring.toSorted((a, b) => a.scheduledAt - b.scheduledAt);
        return { scheduleId, text: newestRecent(inOrder.map(recentText).join('')), isOlder: true };
      });
      return { recent, rollup: summedRollup(rollup), errors: errors.groups };
    },
  };
}

function occurrenceOf(record: ExecutionSummary): RecentOccurrence {
  const { status, scheduledAt, durationMs, attempt, coalescedCount: count } = record;
  const hasStarted = status !== 'missed' && status !== 'skipped';
  return {
    status,
    scheduledAt,
    durationMs,
    attempts: hasStarted ? attempt : attempt - 1,
    origin: record.origin === 'manual' ? 'manual' : 'schedule',
    count,
    isGuess: isGuess(record),
  };
}

function isGuess({ status, reason }: ExecutionSummary): boolean {
  return reason === 'runner-died' || (status === 'missed' && reason === 'ambiguous');
}

/** A run by hand is known by its id alone. */
function nameOf({ origin, id, scheduleId, scheduledAt }: ExecutionSummary): string {
  return origin === 'manual' ? id : JSON.stringify([scheduleId, scheduledAt]);
}
