import type { Clock, Journal, JournalRewrite } from '../../ports/index.ts';

/** A journal is rewritten when more than this was added, and more than remained after the last rewrite. */
const REWRITE_BYTES = 16_777_216;
/** While due runs wait, only at this multiple: most is unfinished then, and they would wait for the rewrite too. */
const MOST_TIMES = 4;
/** The entries of counters that are in no batch: their lines are made in one turn of the event loop. */
const MOST_UNCUT = 250;
/** With more of them, only at this multiple: they are put into batches once a minute, and at half of it. */
const MOST_TIMES_UNCUT = 8;
/** So many lines are made in one turn of the event loop: one with a schedule's occurrences takes some hundredths of a ms. */
const LINES_IN_A_TURN = 100;

/** What a journal is rewritten from. */
export interface JournalContents {
  /** Everything unfinished as it is now, as lines. What cannot change any more is put into lines as they are asked for. */
  readonly liveLines: () => Iterable<string>;
  /** True if a due run has not started. */
  readonly isBehind: () => boolean;
  /** How many entries of counters that may change are in them. */
  readonly uncut: () => number;
  /** Puts those into batches soon, unless batches wait for the database already. */
  readonly cutSoon: () => void;
}

/** Rewrites a journal that has become long, over several turns of the event loop between which it is written as before. */
export class SlicedRewrites {
  readonly #clock: Pick<Clock, 'yieldTo'>;
  #rewriteAt = REWRITE_BYTES;
  #current: SlicedRewrite | null = null;

  constructor(clock: Pick<Clock, 'yieldTo'>) {
    this.#clock = clock;
  }

  /** Begins one if the journal is long enough, and not too much of it is unfinished. */
  consider(journal: Journal, contents: JournalContents): void {
    if (this.#current !== null || journal.size <= this.#rewriteAt || !this.#mayBegin(journal, contents))
      return;
    const begun = journal.beginRewrite();
    if (begun === null) return this.#ended('failed', journal, 0);
    const rewrite = new SlicedRewrite(begun, contents.liveLines());
    this.#current = rewrite;
    const goOn = (): void => {
      if (this.#current !== rewrite) return;
      const state = rewrite.step();
      if (state === 'more') this.#clock.yieldTo(goOn);
      else this.#ended(state, journal, rewrite.size);
    };
    this.#clock.yieldTo(goOn);
  }

  /** The journal stays as it is. */
  abandon(): void {
    this.#current?.abandon();
    this.#current = null;
  }

  /** The journal was rewritten at once, with so many characters. */
  rewritten(size: number): void {
    this.#rewriteAt = Math.max(REWRITE_BYTES, size);
  }

  #mayBegin({ size }: Journal, { isBehind, uncut, cutSoon }: JournalContents): boolean {
    if (size > this.#rewriteAt * MOST_TIMES_UNCUT) return true;
    if (uncut() > MOST_UNCUT) {
      if (size > (this.#rewriteAt * MOST_TIMES_UNCUT) / 2) cutSoon();
      return false;
    }
    return size > this.#rewriteAt * MOST_TIMES || !isBehind();
  }

  /** One that failed is tried again when as much has been added. */
  #ended(how: 'done' | 'failed', journal: Journal, size: number): void {
    this.#current = null;
    if (how === 'done') this.rewritten(size);
    else this.#rewriteAt = journal.size + REWRITE_BYTES;
  }
}

class SlicedRewrite {
  readonly #rewrite: JournalRewrite;
  readonly #lines: Iterator<string>;
  #hasLines = true;
  #size = 0;

  constructor(rewrite: JournalRewrite, lines: Iterable<string>) {
    this.#rewrite = rewrite;
    this.#lines = lines[Symbol.iterator]();
  }

  /** How many characters its lines had. */
  get size(): number {
    return this.#size;
  }

  /** One turn's work. */
  step(): 'more' | 'done' | 'failed' {
    if (!this.#hasLines) return this.#rewrite.finish();
    const lines: string[] = [];
    while (lines.length < LINES_IN_A_TURN) {
      const next = this.#lines.next();
      if (next.done === true) {
        this.#hasLines = false;
        break;
      }
      lines.push(next.value);
      this.#size += next.value.length;
    }
    return this.#rewrite.add(lines) ? 'more' : 'failed';
  }

  abandon(): void {
    this.#rewrite.abandon();
  }
}
