type Listener = (...args: never[]) => void;

/**
 * Listeners of the process that must stay, even if a job removes all listeners: they are added again at once if the
 * removal emits an event, otherwise by the next `check` or `confirm`.
 */
export class KeptListeners {
  readonly #kept: (readonly [event: string, listener: Listener])[] = [];

  constructor() {
    // This includes Node's own listeners, which start and stop watching a signal with its first and last listener.
    for (const event of ['newListener', 'removeListener'] as const) {
      for (const listener of process.listeners(event as never)) this.#kept.push([event, listener]);
    }
    this.keep('removeListener', (event: string, listener: Listener) => {
      if (this.#kept.some(([name, ours]) => name === event && ours === listener)) this.#add(event, listener);
    });
  }

  /** Adds the listener, unless it is there already. */
  keep(event: string, listener: Listener): void {
    this.#kept.push([event, listener]);
    if (!this.#isThere(event, listener)) this.#add(event, listener);
  }

  /** Restores events that have no listener left; fast enough for the end of every run. */
  check(): void {
    for (const [event] of this.#kept) {
      if (process.listenerCount(event) > 0) continue;
      this.confirm();
      return;
    }
  }

  /** Restores all missing listeners. */
  confirm(): void {
    for (const [event, listener] of this.#kept) {
      if (!this.#isThere(event, listener)) this.#add(event, listener);
    }
  }

  #isThere(event: string, listener: Listener): boolean {
    return process.listeners(event as never).includes(listener as never);
  }

  #add(event: string, listener: Listener): void {
    process.on(event as never, listener as never);
  }
}
