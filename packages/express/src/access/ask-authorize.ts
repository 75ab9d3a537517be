import type { Clock } from '@zenpulse/core/ports';
import type { MountedRequest } from '../http/mounted-request.ts';

export type Authorize = (request: MountedRequest) => unknown;

/** The result of `authorize`; a failure is a value, not an exception. */
export type Authorized =
  | { readonly kind: 'answered'; readonly answer: unknown }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'timed-out' };

/** How long `authorize` may take. */
export const AUTHORIZE_TIMEOUT_MS = 10_000;

/** Calls `authorize` and waits at most ten seconds for its answer. A later answer is ignored. */
export function askAuthorize(
  authorize: Authorize,
  request: MountedRequest,
  clock: Clock,
): Promise<Authorized> {
  return askInTime(() => authorize(request), clock);
}

/** Waits as long for the answer of any question to the application. */
export function askInTime(ask: () => unknown, clock: Clock): Promise<Authorized> {
  return new Promise((resolve) => {
    const timer = clock.setBackgroundTimer(AUTHORIZE_TIMEOUT_MS, () => resolve({ kind: 'timed-out' }));
    const settle = (result: Authorized) => {
      timer.cancel();
      resolve(result);
    };
    // Called within a promise, so that a synchronous throw becomes a rejection.
    new Promise((answered) => answered(ask())).then(
      (answer) => settle({ kind: 'answered', answer }),
      (error: unknown) => settle({ kind: 'failed', error }),
    );
  });
}

/** Type, message and place of a thrown value in one line. The value may be anything, and reading it may throw. */
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
