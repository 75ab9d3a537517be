import { errorFingerprint, MESSAGE_SHOWN, type ErrorGroup, type Execution } from '../../domain/index.ts';

/** The limits of one batch; what is beyond them is one group for each type. */
const MOST_OF_JOB = 20;
const MOST = 500;

/** The groups of errors that were seen since they were last written. */
export class SeenErrors {
  readonly #groups = new Map<string, ErrorGroup>();
  readonly #ofJob = new Map<string, number>();

  get size(): number {
    return this.#groups.size;
  }

  get groups(): readonly ErrorGroup[] {
    return [...this.#groups.values()];
  }

  add(seen: ErrorGroup): void {
    const known = this.#groups.get(seen.fingerprint);
    if (known !== undefined) {
      this.#groups.set(seen.fingerprint, together(known, seen));
      return;
    }
    const ofJob = this.#ofJob.get(seen.jobKey) ?? 0;
    const other = ofJob >= MOST_OF_JOB || this.#groups.size >= MOST ? folded(seen) : seen;
    const group = this.#groups.get(other.fingerprint);
    if (group === undefined) this.#ofJob.set(seen.jobKey, ofJob + 1);
    this.#groups.set(other.fingerprint, group === undefined ? other : together(group, other));
  }
}

/** What a failed attempt adds; null for one without an error. `isKept`: the log policy keeps a record. */
export function errorSeen(
  failed: Pick<
    Execution,
    'id' | 'scheduleId' | 'jobKey' | 'runTime' | 'exceptionType' | 'exceptionMessage' | 'traceback'
  >,
  isKept: boolean,
): ErrorGroup | null {
  const { exceptionType, exceptionMessage, runTime } = failed;
  if (exceptionType === null && exceptionMessage === null) return null;
  const message = Array.from(exceptionMessage?.slice(0, 2 * MESSAGE_SHOWN) ?? '').slice(0, MESSAGE_SHOWN);
  return {
    fingerprint: errorFingerprint(failed),
    jobKey: failed.jobKey,
    exceptionType,
    message: isKept && exceptionMessage !== null ? message.join('') : null,
    count: 1,
    firstAt: runTime,
    lastAt: runTime,
    lastExecutionId: isKept ? failed.id : null,
    lastScheduleId: failed.scheduleId,
  };
}

/** Errors that never repeat would fill a batch: their type alone counts. */
function folded(seen: ErrorGroup): ErrorGroup {
  const { jobKey, exceptionType } = seen;
  const fingerprint = errorFingerprint({ jobKey, exceptionType, exceptionMessage: null, traceback: null });
  return { ...seen, fingerprint };
}

function together(known: ErrorGroup, seen: ErrorGroup): ErrorGroup {
  const [older, newer] = known.lastAt > seen.lastAt ? [seen, known] : [known, seen];
  return {
    ...newer,
    message: newer.message ?? older.message,
    lastExecutionId: newer.lastExecutionId ?? older.lastExecutionId,
    count: known.count + seen.count,
    firstAt: Math.min(known.firstAt, seen.firstAt),
  };
}
