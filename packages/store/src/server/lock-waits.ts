import type { Clock, Logger, Timer } from '@zenpulse/core/ports';

const LOOK_EVERY_MS = 1_000;

export interface LockWaits {
  /** Says it, unless it was the last thing that was said. */
  say(wait: string): void;
  /** Ends the looking, and the connection that looked. */
  close(): Promise<void>;
}

/** A look at another session, on a connection of its own. */
export interface LockLook {
  /** What that session waits for now, in a sentence; null: for nobody. */
  look(): Promise<string | null>;
  close(): Promise<void>;
}

export interface LockWaitsOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called once, by the first look: who is done within a second opens no second connection. */
  readonly open: () => Promise<LockLook>;
}

/** Looks each second whether the work of a session waits for somebody's lock, and says so. */
export function watchLocks({ clock, logger, open }: LockWaitsOptions): LockWaits {
  let opening: Promise<LockLook> | null = null;
  let looking: Promise<void> = Promise.resolve();
  let timer: Timer | null = null;
  let said = '';
  let isClosed = false;

  const say = (wait: string): void => {
    if (wait === said) return;
    said = wait;
    logger.warn({}, wait);
  };
  const look = async (): Promise<void> => {
    opening ??= open();
    const wait = await (await opening).look();
    if (wait !== null && !isClosed) say(wait);
  };
  const lookSoon = (): void => {
    timer = clock.setTimer(LOOK_EVERY_MS, () => {
      looking = look()
        .catch(() => undefined) // the work itself meets what is wrong with the server
        .finally(() => isClosed || lookSoon());
    });
  };
  lookSoon();
  return {
    say,
    close: async () => {
      isClosed = true;
      timer?.cancel();
      await looking;
      await opening?.then((opened) => opened.close()).catch(() => undefined);
    },
  };
}
