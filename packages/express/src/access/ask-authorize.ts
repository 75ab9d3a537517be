import type { Clock } from '@zenpulse/core/ports';
import type { MountedRequest } from '../http/mounted-request.ts';

export type Authorize = (request: MountedRequest) => unknown;

/** What `authorize` answered; a failure is a value. */
export type Authorized =
  | { readonly kind: 'answered'; readonly answer: unknown }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'timed-out' };

/** How long `authorize` may think. */
export const AUTHORIZE_TIMEOUT_MS = 10_000;

/** Asks, and waits for the answer for at most ten seconds. What comes later is ignored. */
export function askAuthorize(
  authorize: Authorize,
  request: MountedRequest,
  clock: Clock,
): Promise<Authorized> {
  return new Promise((resolve) => {
    const timer = clock.setBackgroundTimer(AUTHORIZE_TIMEOUT_MS, () => resolve({ kind: 'timed-out' }));
    const settle = (result: Authorized) => {
      timer.cancel();
      resolve(result);
    };
    // Within a promise, so that a throw is a rejection.
    new Promise((answered) => answered(authorize(request))).then(
      (answer) => settle({ kind: 'answered', answer }),
      (error: unknown) => settle({ kind: 'failed', error }),
    );
  });
}

/** Type, message and place of whatever was thrown, in one line: it may be anything at all, and throw when it is read. */
export function thrownLine(error: unknown): string {
  try {
    if (!(error instanceof Error)) return `threw ${typeof error} ${String(error)}`.slice(0, 500);
    const place = /\n\s+at (.+)/.exec(error.stack ?? '')?.[1];
    return `${error.name}: ${error.message}${place === undefined ? '' : `, at ${place}`}`
      .replaceAll(/\s+/g, ' ')
      .slice(0, 500);
  } catch {
    return 'threw something that cannot be read';
  }
}
