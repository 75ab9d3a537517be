import type { Logger } from '../ports/index.ts';

/** Takes all steps, one after the other; one that fails is logged and holds up no other. */
export async function eachInOrder(logger: Logger, steps: readonly (() => unknown)[]): Promise<void> {
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      logger.error({ err: error }, 'A step of the stop failed; the others go on');
    }
  }
}
