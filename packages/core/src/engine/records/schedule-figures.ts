import {
  binOf,
  OUTCOMES,
  RECENT_KEPT,
  recentOf,
  recentText,
  weightOf,
  type Outcome,
  type RecentOccurrence,
  type RollupCount,
} from '../../domain/index.ts';

const HOUR_MS = 3_600_000;
/** Numbers that one occurrence takes in the ring. */
const WIDTH = 3;
/** The parts of a number: outcome, guess and origin take 5 bits; attempts and count cannot be larger than the ring's. */
const MANY = 46_655;
const GUESS = 8;
const MANUAL = 16;
const ATTEMPTS = 32;
const COUNT = ATTEMPTS * 65_536;
/** Of a key: hour, outcome and bin. */
const HOUR = 1_024;
const OUTCOME = 128;

/**
 * What has happened to one schedule since its figures were last written. Numbers only: a busy runner adds ten thousand
 * ends a second, and texts and objects would be most of its garbage.
 */
export class ScheduleFigures {
  /** The newest occurrences, three numbers each; at times up to twice as many as are kept. */
  #recent: number[] = [];
  /** Counts by hour, outcome and bin of duration. */
  readonly #counts = new Map<number, number>();

  add(occurrence: RecentOccurrence): void {
    this.#remember(occurrence);
    const { scheduledAt, status, durationMs } = occurrence;
    const hour = Math.floor(scheduledAt / HOUR_MS);
    const key = hour * HOUR + OUTCOMES.indexOf(status) * OUTCOME + binOf(durationMs) + 1;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + weightOf(occurrence));
  }

  /** How many occurrences `text` tells of. */
  get remembered(): number {
    return Math.min(this.#recent.length / WIDTH, RECENT_KEPT);
  }

  /** The newest occurrences, oldest first, at most `most`. */
  text(most = RECENT_KEPT): string {
    let text = '';
    const from = Math.max(0, this.#recent.length - most * WIDTH);
    for (let at = from; at < this.#recent.length; at += WIDTH) text += recentText(this.#occurrenceAt(at));
    return text;
  }

  /** The counts, each as key and number one after the other, for the journal. */
  get counts(): readonly number[] {
    return [...this.#counts].flat();
  }

  /** Adds what another part says. */
  merge(text: string, counts: readonly number[]): void {
    for (const occurrence of recentOf(text)) this.#remember(occurrence);
    for (let at = 0; at + 1 < counts.length; at += 2) {
      const [key = 0, count = 0] = counts.slice(at, at + 2);
      this.#counts.set(key, (this.#counts.get(key) ?? 0) + count);
    }
  }

  /** The counts by hour. */
  *hours(scheduleId: string): Iterable<RollupCount> {
    for (const [key, count] of this.#counts) {
      const at = Math.floor(key / HOUR) * HOUR_MS;
      const rest = key % HOUR;
      const outcome: Outcome = OUTCOMES[Math.floor(rest / OUTCOME)] ?? 'interrupted';
      yield { kind: 'hour', at, scheduleId, outcome, bin: (rest % OUTCOME) - 1, count };
    }
  }

  #remember({ scheduledAt, durationMs, status, isGuess, origin, attempts, count }: RecentOccurrence): void {
    const flags = OUTCOMES.indexOf(status) + (isGuess ? GUESS : 0) + (origin === 'manual' ? MANUAL : 0);
    const numbers = Math.min(attempts, MANY) * ATTEMPTS + Math.min(count, MANY) * COUNT;
    this.#recent.push(scheduledAt, durationMs ?? -1, flags + numbers);
    if (this.#recent.length > 2 * RECENT_KEPT * WIDTH)
      this.#recent = this.#recent.slice(-RECENT_KEPT * WIDTH);
  }

  #occurrenceAt(at: number): RecentOccurrence {
    const [scheduledAt = 0, durationMs = -1, packed = 0] = this.#recent.slice(at, at + WIDTH);
    const flags = packed % ATTEMPTS;
    return {
      status: OUTCOMES[flags % GUESS] ?? 'interrupted',
      scheduledAt,
      durationMs: durationMs < 0 ? null : durationMs,
      attempts: Math.floor(packed / ATTEMPTS) % (COUNT / ATTEMPTS),
      origin: flags >= MANUAL ? 'manual' : 'schedule',
      count: Math.floor(packed / COUNT),
      isGuess: flags % MANUAL >= GUESS,
    };
  }
}
