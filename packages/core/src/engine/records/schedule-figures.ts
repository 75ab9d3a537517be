import {
  binOf,
  OUTCOMES,
  RECENT_KEPT,
  RECENT_WIDTH,
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
  /** Counts by hour, outcome and bin of duration; without what was last added under `#lastKey`. */
  readonly #countsBefore = new Map<number, number>();
  #lastKey = -1;
  #lastCount = 0;
  /** What `freshText` last told, and up to where in `#recent` that is. */
  #told = '';
  #toldUntil = 0;

  add(occurrence: RecentOccurrence): void {
    this.#remember(occurrence);
    const { scheduledAt, status, durationMs } = occurrence;
    const hour = Math.floor(scheduledAt / HOUR_MS);
    const key = hour * HOUR + OUTCOMES.indexOf(status) * OUTCOME + binOf(durationMs) + 1;
    this.#count(key, weightOf(occurrence));
  }

  /** How many occurrences `text` tells of. */
  get remembered(): number {
    return Math.min(this.#recent.length / WIDTH, RECENT_KEPT);
  }

  /** The newest occurrences, oldest first. */
  text(): string {
    return this.#textFrom(Math.max(0, this.#recent.length - RECENT_KEPT * WIDTH));
  }

  /** The same, at most `most`, for reports: what was told before is kept, so that each call only adds what is newer. */
  freshText(most: number): string {
    this.#told = (this.#told + this.#textFrom(this.#toldUntil)).slice(-RECENT_KEPT * RECENT_WIDTH);
    this.#toldUntil = this.#recent.length;
    return this.#told.slice(Math.max(0, this.#told.length - most * RECENT_WIDTH));
  }

  /** The counts, each as key and number one after the other, for the journal. */
  get counts(): readonly number[] {
    return [...this.#counts].flat();
  }

  get #counts(): ReadonlyMap<number, number> {
    this.#count(-1, 0);
    return this.#countsBefore;
  }

  /** Nearly every run has the key of the one before. */
  #count(key: number, count: number): void {
    if (key !== this.#lastKey) {
      const before = this.#countsBefore;
      if (this.#lastCount > 0) before.set(this.#lastKey, (before.get(this.#lastKey) ?? 0) + this.#lastCount);
      this.#lastKey = key;
      this.#lastCount = 0;
    }
    this.#lastCount += count;
  }

  #textFrom(from: number): string {
    let text = '';
    for (let at = from; at < this.#recent.length; at += WIDTH) text += recentText(this.#occurrenceAt(at));
    return text;
  }

  /** Adds what another part says. */
  merge(text: string, counts: readonly number[]): void {
    for (const occurrence of recentOf(text)) this.#remember(occurrence);
    for (let at = 0; at + 1 < counts.length; at += 2) {
      const [key = 0, count = 0] = counts.slice(at, at + 2);
      this.#count(key, count);
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
    const dropped = this.#recent.length - RECENT_KEPT * WIDTH;
    if (dropped <= RECENT_KEPT * WIDTH) return;
    this.#recent = this.#recent.slice(dropped);
    if (this.#toldUntil < dropped) this.#told = '';
    this.#toldUntil = Math.max(0, this.#toldUntil - dropped);
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
