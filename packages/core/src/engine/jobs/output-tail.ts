import type { Clock, OutputLevel, OutputLine } from '../../ports/index.ts';

/** Of the newest lines so many characters are kept, a line counting as `LINE_COST` more. */
export const MAX_TAIL = 65_536;
const LINE_COST = 32;
/** How many dropped lines may wait at the front of the array before it is shortened. */
const MOST_DROPPED = 1_024;
/** How long redacting may take in one turn of the event loop. */
const SLICE_MS = 3;

export interface KeptLine {
  readonly seq: number;
  readonly at: number;
  readonly level: OutputLevel;
  /** As the job wrote it. */
  readonly text: string;
  /** Null until it is needed. */
  safe: string | null;
}

/**
 * The newest lines of a running job. Adding one is cheap, however many there are: secrets are removed only when a line
 * is read.
 */
export class OutputTail {
  readonly #redact: (text: string) => string;
  readonly #kept: (KeptLine | undefined)[] = [];
  /** How many at the front of the array are dropped, and undefined. */
  #dropped = 0;
  #size = 0;
  #lastSeq = 0;

  constructor(redact: (text: string) => string) {
    this.#redact = redact;
  }

  /** The number of lines that were added or skipped. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** The lines that are kept, oldest first. */
  get lines(): readonly KeptLine[] {
    return this.#kept.slice(this.#dropped).filter((line) => line !== undefined);
  }

  add(level: OutputLevel, text: string, at: number): void {
    this.#lastSeq += 1;
    this.#kept.push({ seq: this.#lastSeq, at, level, text, safe: null });
    this.#size += text.length + LINE_COST;
    while (this.#size > MAX_TAIL) this.#dropOldest();
  }

  /** Counts lines of the job that were not kept. The lines before them are dropped: a tail has no gaps. */
  skip(count: number): void {
    if (count === 0) return;
    this.#lastSeq += count;
    this.#kept.length = 0;
    this.#dropped = 0;
    this.#size = 0;
  }

  /** The kept lines without secrets; gives the event loop turns in between. */
  async safeLines(clock: Pick<Clock, 'monotonic' | 'yieldTo'>): Promise<OutputLine[]> {
    const { lines } = this;
    let until = clock.monotonic() + SLICE_MS;
    for (const line of lines) {
      if (line.safe !== null) continue;
      line.safe = this.#redact(line.text);
      if (clock.monotonic() < until) continue;
      await new Promise<void>((resolve) => clock.yieldTo(resolve));
      until = clock.monotonic() + SLICE_MS;
    }
    return lines.map(({ seq, at, level, safe }) => ({ seq, at, level, text: safe ?? '' }));
  }

  #dropOldest(): void {
    const oldest = this.#kept[this.#dropped];
    if (oldest === undefined) return;
    this.#size -= oldest.text.length + LINE_COST;
    this.#kept[this.#dropped] = undefined;
    this.#dropped += 1;
    if (this.#dropped < MOST_DROPPED) return;
    this.#kept.splice(0, this.#dropped);
    this.#dropped = 0;
  }
}
