import { toIso, type EventData, type EventKind } from '@zenpulse/contract';
import { errorFields, type Backend, type ChangeKind, type Logger, type Timer } from '@zenpulse/core/ports';

/** Of all mounts in this process together. A browser has one for all of its tabs. */
const MOST_STREAMS = 200;
const EVERY_MS = 1_000;
const KEEP_ALIVE_MS = 15_000;
const ASK_AGAIN_MS = 60_000;
/** How soon a stream of a server that was closed ends: its `close` waits for it. */
const BEAT_MS = 250;

const STREAMS_KEY = Symbol.for('zenpulse.streams.1');
const holder = globalThis as { [STREAMS_KEY]?: { count: number } };
/** On a global object: the package may be loaded twice, as an ES module and as CommonJS. */
const OPEN = (holder[STREAMS_KEY] ??= { count: 0 });

interface LiveStream {
  open(): void;
  send(event: EventKind, data: EventData): void;
  keepAlive(): void;
  /** Idempotent. */
  end(): void;
  onClose(fn: () => void): void;
}

export interface LiveReader {
  readonly stream: LiveStream;
  /** Asked each minute. */
  readonly mayStay: () => Promise<boolean>;
  /** False once the host's server has stopped listening. */
  readonly isServed: () => boolean;
}

export type LiveDeps = Pick<Backend, 'changes' | 'schedules' | 'clock'> & { readonly logger: Logger };

/** On the monotonic clock. */
interface Due {
  keepAliveAt: number;
  askAgainAt: number;
}

const EVENT_OF: Readonly<Record<ChangeKind, EventKind>> = {
  schedules: 'revision',
  executions: 'executions',
  runners: 'runners',
  output: 'output',
};

/**
 * Passes hints about changes on to open streams, each kind at most once a second. While there is no stream it listens to
 * nothing and has no timer.
 *
 *   silent ── first stream ──▶ listening ── last stream ends, close ──▶ silent
 */
export class LiveEvents {
  readonly #deps: LiveDeps;
  readonly #readers = new Map<LiveReader, Due>();
  readonly #sentAt = new Map<ChangeKind, number>();
  readonly #waiting = new Map<ChangeKind, Timer>();
  #unlisten: (() => void) | null = null;
  #beat: Timer | null = null;
  #revision: number | null = null;
  #isClosed = false;
  #hints = 0;

  constructor(deps: LiveDeps) {
    this.#deps = deps;
  }

  /** True if there are as many streams in this process as there may be. */
  static get isFull(): boolean {
    return OPEN.count >= MOST_STREAMS;
  }

  /** Serves a stream until it closes, its reader may no longer stay, the server stops or `close`. */
  add(reader: LiveReader): void {
    const { stream } = reader;
    if (this.#isClosed) {
      stream.end();
      return;
    }
    const now = this.#deps.clock.monotonic();
    OPEN.count += 1;
    this.#readers.set(reader, { keepAliveAt: now + KEEP_ALIVE_MS, askAgainAt: now + ASK_AGAIN_MS });
    stream.onClose(() => this.#remove(reader));
    stream.open();
    if (this.#unlisten === null) this.#begin();
  }

  /** Ends all streams, and those to come. Idempotent. */
  close(): void {
    this.#isClosed = true;
    for (const reader of this.#readers.keys()) {
      reader.stream.end();
      this.#remove(reader);
    }
  }

  #begin(): void {
    this.#unlisten = this.#deps.changes.listen((kind) => this.#changed(kind));
    void this.#readRevision().then((revision) => {
      this.#revision ??= revision;
    });
    this.#beatAgain();
  }

  #remove(reader: LiveReader): void {
    if (!this.#readers.delete(reader)) return;
    OPEN.count -= 1;
    if (this.#readers.size > 0) return;
    this.#unlisten?.();
    this.#beat?.cancel();
    for (const timer of this.#waiting.values()) timer.cancel();
    this.#waiting.clear();
    [this.#unlisten, this.#beat, this.#revision] = [null, null, null];
  }

  #beatAgain(): void {
    this.#beat = this.#deps.clock.setBackgroundTimer(BEAT_MS, () => {
      const now = this.#deps.clock.monotonic();
      for (const [reader, due] of this.#readers) this.#lookAfter(reader, due, now);
      if (this.#readers.size > 0) this.#beatAgain();
    });
  }

  #lookAfter(reader: LiveReader, due: Due, now: number): void {
    if (!reader.isServed()) reader.stream.end();
    if (now >= due.keepAliveAt) {
      due.keepAliveAt = now + KEEP_ALIVE_MS;
      reader.stream.keepAlive();
    }
    if (now >= due.askAgainAt) {
      due.askAgainAt = now + ASK_AGAIN_MS;
      this.#askAgain(reader);
    }
  }

  #askAgain({ stream, mayStay }: LiveReader): void {
    mayStay().then(
      (isAllowed) => {
        if (!isAllowed) stream.end();
      },
      (error: unknown) => {
        this.#deps.logger.warn(errorFields(error), 'It is not known who may enter; a live stream was ended');
        stream.end();
      },
    );
  }

  /** Another number after each hint that something but output may have changed; the same while nothing listens. */
  get hints(): number {
    return this.#hints;
  }

  #changed(kind: ChangeKind): void {
    if (kind !== 'output') this.#hints += 1;
    if (this.#waiting.has(kind)) return;
    const { clock } = this.#deps;
    const waitMs = Math.max(0, (this.#sentAt.get(kind) ?? -EVERY_MS) + EVERY_MS - clock.monotonic());
    const timer = clock.setBackgroundTimer(waitMs, () => void this.#tell(kind));
    this.#waiting.set(kind, timer);
  }

  async #tell(kind: ChangeKind): Promise<void> {
    const { clock } = this.#deps;
    this.#waiting.delete(kind);
    this.#sentAt.set(kind, clock.monotonic());
    const at = toIso(clock.now());
    if (kind !== 'schedules') {
      this.#send(kind, { at });
      return;
    }
    const revision = await this.#readRevision();
    if (revision !== null && revision === this.#revision) return; // another commit to the same file, or a repetition
    this.#revision = revision;
    this.#send(kind, { at, revision });
  }

  async #readRevision(): Promise<number | null> {
    try {
      return (await this.#deps.schedules.readRevision()).revision;
    } catch {
      return null; // whoever reads the schedules because of it gets the error
    }
  }

  #send(kind: ChangeKind, data: EventData): void {
    for (const { stream } of this.#readers.keys()) stream.send(EVENT_OF[kind], data);
  }
}
