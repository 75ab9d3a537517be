import type { Clock, Timer } from '../../ports/index.ts';

/**
 * All of a process's timers and promises go through its lifeline. Once it is cut, as by `kill -9`, no timer fires and
 * no promise settles.
 */
export class Lifeline {
  readonly #timers = new Set<Timer>();
  #isCut = false;
  /** What arrived while the process was frozen; null if it is not. */
  #overdue: (() => void)[] | null = null;

  get isCut(): boolean {
    return this.#isCut;
  }

  cut(): void {
    this.#isCut = true;
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
  }

  /** SIGSTOP: its timers wait. */
  freeze(): void {
    this.#overdue ??= [];
  }

  /** SIGCONT: timers that fell due meanwhile fire now. */
  thaw(): void {
    const overdue = this.#overdue ?? [];
    this.#overdue = null;
    for (const fn of overdue) this.#run(fn);
  }

  clock(clock: Clock): Clock {
    return {
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
      setTimer: (delayMs, fn) => this.#track((fire) => clock.setTimer(delayMs, fire), fn),
      setBackgroundTimer: (delayMs, fn) => this.#track((fire) => clock.setBackgroundTimer(delayMs, fire), fn),
      yieldTo: (fn) => clock.yieldTo(() => this.#run(fn)),
    };
  }

  /** Work that does not begin after the cut, and whose promise never settles after it. */
  async promise<T>(work: () => T | PromiseLike<T>): Promise<T> {
    if (this.#isCut) return new Promise(() => undefined);
    try {
      const result = await work();
      return this.#isCut ? await new Promise<T>(() => undefined) : result;
    } catch (error) {
      if (this.#isCut) return new Promise(() => undefined);
      throw error;
    }
  }

  /** Wraps an object whose methods all return promises. */
  promises<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (object, name) => {
        const method: unknown = Reflect.get(object, name);
        if (typeof method !== 'function') return method;
        return (...inputs: unknown[]) => this.promise<unknown>(() => Reflect.apply(method, object, inputs));
      },
    });
  }

  #run(fn: () => void): void {
    if (this.#isCut) return;
    if (this.#overdue === null) fn();
    else this.#overdue.push(fn);
  }

  #track(set: (fire: () => void) => Timer, fn: () => void): Timer {
    if (this.#isCut) return { cancel: () => undefined };
    let isCancelled = false;
    const timer = set(() => {
      this.#timers.delete(tracked);
      this.#run(() => isCancelled || fn());
    });
    const tracked: Timer = {
      cancel: () => {
        isCancelled = true;
        this.#timers.delete(tracked);
        timer.cancel();
      },
    };
    this.#timers.add(tracked);
    return tracked;
  }
}
