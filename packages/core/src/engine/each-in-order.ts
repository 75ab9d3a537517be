import type { Logger } from '../ports/index.ts';

/** Runs all steps one after the other; a failed one is logged and does not stop the others. */
export async function eachInOrder(logger: Logger, steps: readonly (() => unknown)[]): Promise<void> {
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      logger.error({ err: error }, 'A step of the stop failed; the others go on');
    }
  }
}
