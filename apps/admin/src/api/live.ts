import { EVENT_KINDS, PATHS, type EventKind } from '@zenpulse/contract';

/** Whether the server reports changes: `live`, or not (yet), so that the page polls. */
export type LiveState = 'live' | 'off';

export interface LiveOptions {
  readonly onEvent: (kind: EventKind) => void;
  readonly onState: (state: LiveState) => void;
}

type Message = { readonly kind: EventKind } | { readonly state: LiveState } | { readonly ask: true };

/** A server that refused a stream is asked again after this long. */
const RETRY_MS = 60_000;

/**
 * The server's events, over one connection for all visible tabs of this browser: the tab that gets the lock opens it and
 * passes the events on. A hidden tab has none. Where the browser has no locks (plain http), each tab has its own.
 *
 *   hidden ──shown──▶ waiting for the lock ──granted──▶ connected ──hidden──▶ hidden
 *                     (events come from another tab)
 */
export class Live {
  readonly #options: LiveOptions;
  readonly #name: string;
  #channel: BroadcastChannel | null = null;
  #source: EventSource | null = null;
  #ending: AbortController | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #state: LiveState = 'off';

  constructor(options: LiveOptions) {
    this.#options = options;
    this.#name = `zenpulse-live ${new URL(document.baseURI).pathname}`;
  }

  /** Idempotent. */
  start(): void {
    if (this.#ending !== null) return;
    const ending = new AbortController();
    this.#ending = ending;
    // Undefined without a secure context, whatever the type says.
    const locks = navigator.locks as LockManager | undefined;
    if (locks === undefined) {
      this.#connect();
      return;
    }
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.addEventListener('message', ({ data }: MessageEvent<Message>) => this.#hear(data));
    this.#tell({ ask: true });
    const until = new Promise<void>((resolve) => ending.signal.addEventListener('abort', () => resolve()));
    void locks
      .request(this.#name, { signal: ending.signal }, () => {
        this.#connect();
        return until;
      })
      .catch(() => undefined); // stopped before the lock was granted
  }

  /** Idempotent. */
  stop(): void {
    this.#ending?.abort();
    this.#ending = null;
    this.#disconnect();
    this.#channel?.close();
    this.#channel = null;
    this.#become('off');
  }

  #connect(): void {
    if (this.#ending === null || this.#ending.signal.aborted) return;
    const source = new EventSource(new URL(PATHS.events.slice(1), document.baseURI));
    this.#source = source;
    source.addEventListener('open', () => this.#becomeForAll('live'));
    source.addEventListener('error', () => {
      this.#becomeForAll('off');
      // The browser tries again by itself unless the server refused.
      if (source.readyState === EventSource.CLOSED) this.#connectLater();
    });
    for (const kind of EVENT_KINDS) {
      source.addEventListener(kind, () => {
        this.#options.onEvent(kind);
        this.#tell({ kind });
      });
    }
  }

  #connectLater(): void {
    this.#disconnect();
    this.#retry = setTimeout(() => this.#connect(), RETRY_MS);
  }

  #disconnect(): void {
    clearTimeout(this.#retry);
    if (this.#source !== null && this.#state === 'live') this.#tell({ state: 'off' });
    this.#source?.close();
    this.#source = null;
  }

  #hear(message: Message): void {
    if ('kind' in message) this.#options.onEvent(message.kind);
    else if ('state' in message) this.#become(message.state);
    else if (this.#source !== null) this.#tell({ state: this.#state });
  }

  #becomeForAll(state: LiveState): void {
    this.#become(state);
    this.#tell({ state });
  }

  #become(state: LiveState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onState(state);
  }

  #tell(message: Message): void {
    this.#channel?.postMessage(message);
  }
}
