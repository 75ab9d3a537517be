import { currentConnection, onConnectionChange, reportNextTry } from './connection.ts';
import { Pace } from './pace.ts';
import { ReportRhythm } from './report-rhythm.ts';

/** A query on the page that is kept fresh. */
export interface Watched {
  /** The age at which it is fetched again, in milliseconds; the most overdue is fetched first. */
  readonly everyMs: number;
  /** When its data last arrived, in epoch milliseconds; 0 if never. */
  readonly updatedAt: () => number;
  readonly refresh: () => Promise<unknown>;
  /** The kinds of events after which its data may be old; none by default. */
  readonly topics?: readonly string[];
}

export interface PollerOptions {
  readonly isHidden: () => boolean;
  /** Called when answers arrive again after an interruption. */
  readonly onRecovered?: () => void;
}

/** The least time between two requests, whatever the page shows: six a minute. */
export const POLL_MS = 10_000;
/** After a rate limit the interval is doubled, up to this one, until enough requests were answered. */
const SLOWEST_POLL_MS = 60_000;
const ANSWERS_UNTIL_FASTER = 30;
/** The kind of event that comes with each heartbeat of a runner. */
const REPORTS = 'runners';
/** While the server reports changes, data without one is fetched this many times less often. */
const LIVE_FACTOR = 3;
/** While the server reports changes, requests are this far apart; after a pause two are made at once. */
const LIVE_MS = 11_000;
const LIVE_BURST = 1;
/** After a write, its effect is requested twice. */
const HURRY_MS = [800, 3_000];
/** The pauses between attempts while there is no answer. */
const LOST_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/**
 * Keeps the page fresh with one timer. Makes one request at a time and none in a hidden tab, and waits longer while the
 * server is unavailable or limits requests. After an interruption all data is fetched again.
 *
 *   waiting ──timer──▶ refreshing ──▶ waiting       hidden: no timer until the tab is shown
 *
 * While the server reports changes (`live`), only what changed is fetched, at the same pace.
 */
export class Poller {
  readonly #isHidden: () => boolean;
  readonly #onRecovered: () => void;
  readonly #watched = new Set<Watched>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #intervalMs = POLL_MS;
  #failures = 0;
  #wasInterrupted = false;
  #isRunning = false;
  #limitedUntil = 0;
  #answers = 0;
  #isLive = false;
  readonly #changed = new Set<Watched>();
  readonly #pace = new Pace(LIVE_MS, LIVE_BURST);
  readonly #reports = new ReportRhythm();
  #stopListening: (() => void) | undefined;

  constructor({ isHidden, onRecovered = () => undefined }: PollerOptions) {
    this.#isHidden = isHidden;
    this.#onRecovered = onRecovered;
  }

  /** Returns the function that ends it. */
  watch(watched: Watched): () => void {
    this.#watched.add(watched);
    return () => {
      this.#watched.delete(watched);
      this.#changed.delete(watched);
    };
  }

  /** Called when the server begins or ceases to report changes. */
  setLive(isLive: boolean): void {
    if (isLive === this.#isLive) return;
    this.#isLive = isLive;
    this.#reports.forget();
    this.#changed.clear();
    this.#plan(this.#intervalMs);
  }

  get isLive(): boolean {
    return this.#isLive;
  }

  /** Called when the server reports a change of this kind. */
  changed(topic: string): void {
    const before = this.#changed.size;
    if (topic === REPORTS) this.#reports.heard(Date.now());
    for (const watched of this.#watched) if (watched.topics?.includes(topic)) this.#changed.add(watched);
    if (before === 0 && this.#changed.size > 0 && !this.#wasInterrupted) this.#plan(this.#pause());
  }

  start(): void {
    this.#stopListening ??= onConnectionChange(() => this.#onConnection());
    this.#isRunning = true;
    this.#plan(this.#intervalMs);
  }

  stop(): void {
    this.#isRunning = false;
    this.#stopListening?.();
    this.#stopListening = undefined;
    clearTimeout(this.#timer);
  }

  /** Called when the tab was shown or hidden. */
  visibilityChanged(): void {
    if (this.#isHidden()) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
    } else {
      void this.#refreshAll();
    }
  }

  /** Called after a write, to fetch its effect soon. */
  hurry(): void {
    for (const ms of HURRY_MS) setTimeout(() => void this.#refreshAll(ms / 2), ms);
  }

  /** The current interval between requests. */
  get intervalMs(): number {
    return this.#intervalMs;
  }

  /** When the oldest data on the page arrived, in epoch milliseconds; null if none has. */
  oldestAt(): number | null {
    const times = [...this.#watched].map(({ updatedAt }) => updatedAt()).filter((at) => at > 0);
    return times.length === 0 ? null : Math.min(...times);
  }

  #onConnection(): void {
    const connection = currentConnection();
    if (connection.kind === 'limited') {
      this.#wasInterrupted = true;
      this.#slowDown(connection.until);
      this.#plan(connection.until - Date.now());
    } else if (connection.kind === 'lost') {
      this.#wasInterrupted = true;
      this.#plan(lostPause(this.#failures));
    } else if (connection.kind === 'open' && this.#wasInterrupted) {
      this.#wasInterrupted = false;
      this.#failures = 0;
      this.#onRecovered();
      void this.#refreshAll();
    }
  }

  /** Several requests rejected by the same limit count once. */
  #slowDown(until: number): void {
    if (until > this.#limitedUntil + 1_000)
      this.#intervalMs = Math.min(SLOWEST_POLL_MS, this.#intervalMs * 2);
    this.#limitedUntil = Math.max(until, this.#limitedUntil);
    this.#answers = 0;
  }

  #speedUp(): void {
    this.#answers += 1;
    if (this.#answers % ANSWERS_UNTIL_FASTER === 0) {
      this.#intervalMs = Math.max(POLL_MS, this.#intervalMs / 2);
    }
  }

  #plan(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.#isRunning || this.#isHidden()) return;
    reportNextTry(this.#wasInterrupted ? Date.now() + ms : null);
    this.#timer = setTimeout(() => void this.#tick(), ms);
  }

  async #tick(): Promise<void> {
    // A runner has died, or the server cannot see it: what is shown of runners is old without an event.
    if (this.#isLive && this.#reports.noticeSilence(Date.now())) {
      for (const watched of this.#watched) if (watched.topics?.includes(REPORTS)) this.#changed.add(watched);
    }
    const first = this.#mostOverdue();
    if (first !== undefined) {
      this.#changed.delete(first);
      this.#pace.take(Date.now());
      await settled(first);
    }
    const { kind } = currentConnection();
    if (kind === 'limited') return; // planned when the limit was reported
    if (kind === 'lost') return this.#plan(lostPause((this.#failures += 1)));
    this.#speedUp();
    this.#plan(this.#pause());
  }

  #mostOverdue(): Watched | undefined {
    const [first] = [...this.#watched].sort((a, b) => overdue(b) - overdue(a));
    if (first === undefined || this.#wasInterrupted) return first;
    if (!this.#isLive) return overdue(first) >= 1 ? first : undefined;
    const [changed] = [...this.#changed].sort((a, b) => overdue(b) - overdue(a));
    return changed ?? (overdue(first) >= LIVE_FACTOR ? first : undefined);
  }

  /** How long until the next request. After a rate limit it is longer, whatever changed. */
  #pause(): number {
    const now = Date.now();
    if (this.#intervalMs > POLL_MS) return this.#intervalMs;
    if (this.#changed.size > 0) return this.#pace.waitMs(now);
    return Math.min(this.#intervalMs, Math.max(0, (this.#reports.silentAt() ?? Infinity) - now));
  }

  /** Fetches everything older than `olderThanMs`; while there is no answer, one failed attempt ends it. */
  async #refreshAll(olderThanMs = 0): Promise<void> {
    if (!this.#isRunning || this.#isHidden()) return;
    const { kind } = currentConnection();
    if (kind === 'limited') return this.#plan(Math.max(0, this.#limitedUntil - Date.now()));
    if (kind === 'lost') return this.#tick();
    const old = [...this.#watched].filter(({ updatedAt }) => Date.now() - updatedAt() > olderThanMs);
    for (const watched of old) this.#changed.delete(watched);
    await Promise.all(old.map(settled));
    const isOpen = currentConnection().kind === 'open';
    if (isOpen) this.#plan(this.#intervalMs); // otherwise planned when the failure was reported
  }
}

/** 1 or more: it is due. Data that never arrived is the most overdue. A timer may fire a little early. */
function overdue({ everyMs, updatedAt }: Watched): number {
  return (Date.now() - updatedAt() + 500) / everyMs;
}

function lostPause(failures: number): number {
  return LOST_MS[Math.min(failures, LOST_MS.length - 1)] ?? POLL_MS;
}

/** Ignores a failure: the query shows it, and the request has reported it. */
async function settled({ refresh }: Watched): Promise<void> {
  await refresh().catch(() => undefined);
}
