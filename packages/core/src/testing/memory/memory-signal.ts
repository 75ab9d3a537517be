import type { Clock, Signal } from '../../ports/index.ts';

/** The medium that several signals share, as processes share a file. */
export class SignalMedium {
  readonly #ends = new Set<() => void>();
  #isCut = false;

  join(onSend: () => void): void {
    this.#ends.add(onSend);
  }

  send(): void {
    if (!this.#isCut) for (const onSend of this.#ends) onSend();
  }

  /** From now on hints are lost, as with a read-only folder. */
  cut(): void {
    this.#isCut = true;
  }
}

/** A hint arrives in a later turn, once for any number of sends before it. */
export function createMemorySignal(medium: SignalMedium, clock: Clock): Signal {
  const listeners = new Set<() => void>();
  let isUnseen = false;
  let isOnItsWay = false;

  const deliver = (): void => {
    isOnItsWay = false;
    isUnseen = false;
    for (const onHint of listeners) onHint();
  };

  medium.join(() => {
    isUnseen = true;
    if (isOnItsWay || listeners.size === 0) return;
    isOnItsWay = true;
    clock.setTimer(0, deliver);
  });

  return {
    send: () => medium.send(),
    listen: (onHint) => {
      const listener = (): void => onHint();
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    mayHaveChanged: () => {
      const hasChanged = isUnseen;
      isUnseen = false;
      return hasChanged;
    },
    isQuiet: () => !isUnseen,
  };
}
