import type { Signal } from '@zenpulse/core/ports';
import type { SimProcess } from './sim-process.ts';
import type { World } from './world.ts';

/**
 * `file`: every write is visible to any process that checks. `notify`: a hint arrives or is lost, and only the store
 * shows changes.
 */
export type SignalKind = 'file' | 'notify';

const HINT_AFTER_MS = 1;

/** What the signals of all processes share. */
export class SignalGround {
  readonly #world: World;
  readonly #ends = new Set<() => void>();
  readonly kind: SignalKind;
  /** While true, no hint arrives. */
  isSilent = false;
  /** Raised by every write. */
  writes = 0;

  constructor(world: World, kind: SignalKind) {
    this.#world = world;
    this.kind = kind;
  }

  /** Records a write of the store; one by hand sends no hint. */
  wrote(hint: 'hinted' | 'by hand'): void {
    this.writes += 1;
    if (hint === 'by hand' && this.kind === 'file') return;
    this.send(); // a trigger of the database sends a hint for SQL by hand too
  }

  send(): void {
    if (this.isSilent) return;
    for (const onSend of this.#ends) this.#world.after(HINT_AFTER_MS, onSend);
  }

  join(onSend: () => void): void {
    this.#ends.add(onSend);
  }

  leave(onSend: () => void): void {
    this.#ends.delete(onSend);
  }
}

/** One process's signal. */
export function createSimSignal(ground: SignalGround, process: SimProcess): Signal {
  let seen = ground.writes;
  return {
    send: () => ground.send(),
    listen: (onHint) => {
      const arrive = (): void =>
        process.answer(() => {
          seen = ground.writes;
          onHint();
        });
      ground.join(arrive);
      return () => ground.leave(arrive);
    },
    mayHaveChanged: () => {
      if (ground.kind === 'notify') return true;
      const hasChanged = ground.writes !== seen;
      seen = ground.writes;
      return hasChanged;
    },
    isQuiet: () => ground.kind === 'file' && ground.writes === seen,
  };
}
