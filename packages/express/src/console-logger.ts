import type { Logger } from '@zenpulse/core/ports';

const ignore = () => undefined;

/** Writes warnings and errors to the console of the application that mounts the admin. */
export const consoleLogger: Logger = {
  trace: ignore,
  debug: ignore,
  info: ignore,
  warn: (facts, sentence) => console.warn(`ZenPulse: ${sentence}`, ...shown(facts)),
  error: (facts, sentence) => console.error(`ZenPulse: ${sentence}`, ...shown(facts)),
  child: () => consoleLogger,
};

function shown(facts: object): unknown[] {
  return Object.keys(facts).length === 0 ? [] : [facts];
}
