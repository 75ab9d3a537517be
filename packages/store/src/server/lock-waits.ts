import type { Clock, Logger, Timer } from '@zenpulse/core/ports';

const LOOK_EVERY_MS = 1_000;

export interface LockWaits {
  /** Logs a wait, unless it is the one that was logged last. */
  say(wait: string): void;
  /** Stops watching, and closes the watching connection. */
  close(): Promise<void>;
}

/** Watches another session, on a separate connection. */
export interface LockLook {
  /** What that session waits for now, in a sentence; null if it does not wait. */
  look(): Promise<string | null>;
  close(): Promise<void>;
}

export interface LockWaitsOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called once, by the first check, so that work of less than a second opens no second connection. */
  readonly open: () => Promise<LockLook>;
}

/** Checks each second whether a session waits for a lock, and logs it. */
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
        .catch(() => undefined) // the watched work reports problems of the server itself
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
