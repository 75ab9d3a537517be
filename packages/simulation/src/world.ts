import type { Timer } from '@zenpulse/core/ports';
import { REFERENCE_INSTANT } from '@zenpulse/core/testing';

interface Event {
  readonly at: number;
  readonly order: number;
  fn: (() => void) | null;
}

/** The true time, and all future events. Of two events at one instant, the older comes first. */
export class World {
  readonly #heap: Event[] = [];
  readonly #startAt: number;
  #elapsed = 0;
  #order = 0;
  #wallOffset = 0;

  constructor(startAt: number = REFERENCE_INSTANT) {
    this.#startAt = startAt;
  }

  /** True milliseconds since the beginning. */
  get elapsed(): number {
    return this.#elapsed;
  }

  /** A correct clock's reading; all clocks may be set at once. */
  get wallAt(): number {
    return this.#startAt + this.#elapsed + this.#wallOffset;
  }

  stepWall(ms: number): void {
    this.#wallOffset += ms;
  }

  after(ms: number, fn: () => void): Timer {
    const event: Event = { at: this.#elapsed + Math.max(0, ms), order: (this.#order += 1), fn };
    push(this.#heap, event);
    return {
      cancel: () => {
        event.fn = null;
      },
    };
  }

  /** Lets `ms` pass: runs each event in order, and everything its promises lead to. */
  async run(ms: number): Promise<void> {
    const until = this.#elapsed + ms;
    await Promise.resolve();
    await allSettled();
    for (let next = this.#heap[0]; next !== undefined && next.at <= until; next = this.#heap[0]) {
      pop(this.#heap);
      if (next.fn === null) continue;
      this.#elapsed = next.at;
      next.fn();
      await allSettled();
    }
    this.#elapsed = until;
  }
}

/** Called from a microtask, nextTick runs when no microtask is left: then all promises have gone as far as they can. */
function allSettled(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}

function isBefore(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function push(heap: Event[], event: Event): void {
  let index = heap.push(event) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    const above = heap[parent] as Event; // parent is below the length
    if (isBefore(above, event)) break;
    heap[index] = above;
    index = parent;
  }
  heap[index] = event;
}

function pop(heap: Event[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  const half = heap.length >> 1;
  let index = 0;
  while (index < half) {
    let child = 2 * index + 1;
    if (child + 1 < heap.length && isBefore(heap[child + 1] as Event, heap[child] as Event)) child += 1; // child is below the length
    const below = heap[child] as Event;
    if (isBefore(last, below)) break;
    heap[index] = below;
    index = child;
  }
  heap[index] = last;
}
