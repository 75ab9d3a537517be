import { StoreError } from '@zenpulse/core/ports';
import type { Random } from './random.ts';
import type { SimProcess } from './sim-process.ts';
import type { World } from './world.ts';

/** A request to an unavailable database fails at once, or hangs until the driver gives up. */
export type Outage = 'refuses' | 'hangs';

const SLOW = 0.08;
const MAX_SLOW_MS = 400;
const REFUSED_AFTER_MS = 5;
const HUNG_AFTER_MS = 3_000;

/** The connection between a process and the database: usually fast, sometimes slow, sometimes broken. */
export class Database {
  readonly #world: World;
  readonly #random: Random;
  /** Null while it answers. */
  outage: Outage | null = null;
  /** Processes that cannot reach it while others can. */
  readonly cutOff = new Map<SimProcess, Outage>();

  constructor(world: World, random: Random) {
    this.#world = world;
    this.#random = random;
  }

  /** Never settles once the process is dead; a request sent before may still be carried out. */
  request<T>(process: SimProcess, work: () => T | Promise<T>): Promise<T> {
    if (process.isDead) return new Promise(() => undefined);
    const outage = this.#outageOf(process);
    if (outage !== null) return this.#fail(process, outage);
    if (!this.#random.chance(SLOW)) return Promise.resolve(work());
    return this.#ask(process, work);
  }

  #outageOf(process: SimProcess): Outage | null {
    return this.outage ?? this.cutOff.get(process) ?? null;
  }

  #ask<T>(process: SimProcess, work: () => T | Promise<T>): Promise<T> {
    const thereMs = this.#random.int(0, MAX_SLOW_MS);
    const backMs = this.#random.int(0, MAX_SLOW_MS);
    return new Promise((resolve, reject) => {
      this.#world.after(thereMs, () => {
        const outage = this.#outageOf(process);
        if (outage !== null) {
          this.#fail<T>(process, outage).catch(reject);
          return;
        }
        const done = Promise.resolve(work());
        this.#world.after(backMs, () => {
          const lost = this.#outageOf(process);
          // The answer may be lost although the work was done.
          if (lost !== null) this.#fail<T>(process, lost).catch(reject);
          else process.answer(() => void done.then(resolve, reject));
        });
        done.catch(() => undefined); // the answer reports it
      });
    });
  }

  #fail<T>(process: SimProcess, outage: Outage): Promise<T> {
    const afterMs = outage === 'refuses' ? REFUSED_AFTER_MS : HUNG_AFTER_MS;
    return new Promise((_resolve, reject) => {
      this.#world.after(afterMs, () =>
        process.answer(() => reject(new StoreError('store_unavailable', 'the database does not answer'))),
      );
    });
  }
}
