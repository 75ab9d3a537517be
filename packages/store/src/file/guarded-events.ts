import type { LeaseEvents, LeaseRenewal, Logger } from '@zenpulse/core/ports';

/**
 * The events, wrapped so that they never throw: they are called from timers, where an exception would end the process.
 */
export function guardedEvents(events: LeaseEvents, logger: Logger): LeaseEvents {
  const guarded =
    <T extends readonly unknown[]>(tell: (...facts: T) => void) =>
    (...facts: T): void => {
      try {
        tell(...facts);
      } catch (error) {
        logger.error({ err: error }, 'A handler of a lease event failed');
      }
    };
  return {
    onAcquired: guarded(events.onAcquired),
    onLost: guarded(events.onLost),
    onWaiting: guarded(events.onWaiting),
    onRenewed: guarded(events.onRenewed ?? ((_renewal: LeaseRenewal) => undefined)),
    processedUntil: async () => {
      try {
        return await events.processedUntil();
      } catch (error) {
        logger.warn(
          { err: error },
          'The engine did not report its position; the lease is renewed without it',
        );
        return null;
      }
    },
  };
}
