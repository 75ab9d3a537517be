import { Dispatcher, ScheduleAccounts, systemClock } from '../dist/product.mjs';

/** A dispatcher in the state after a runner's first start: nothing was decided before now. */
export function runningDispatcher() {
  const dispatcher = new Dispatcher({
    clock: systemClock,
    mayDecide: () => true,
    onDue: () => undefined,
    whyLate: () => 'queue',
    accounts: new ScheduleAccounts(),
  });
  dispatcher.resume({
    processedUntil: Date.now(),
    decidedUntil: new Map(),
    ambiguousUntil: null,
    setBackByMs: null,
  });
  return dispatcher;
}
