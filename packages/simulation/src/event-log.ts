import type { Logger } from '@zenpulse/core/ports';
import type { World } from './world.ts';

/** A readable log of a seed's events. Costs nothing unless it is enabled. */
export class EventLog {
  readonly isOn: boolean;
  readonly lines: string[] = [];
  readonly #world: World;

  constructor(world: World, isOn: boolean) {
    this.#world = world;
    this.isOn = isOn;
  }

  /** `text` is only called if the log is enabled. */
  add(who: string, text: () => string): void {
    if (!this.isOn) return;
    const wall = new Date(this.#world.wallAt).toISOString().slice(11, 23);
    const elapsed = (this.#world.elapsed / 1_000).toFixed(3).padStart(8);
    this.lines.push(`${elapsed} ${wall} ${who.padEnd(12)} ${text()}`);
  }

  /** A logger that writes to this log. */
  loggerOf(who: string): Logger {
    const at = (level: string) => (facts: object, sentence: string) =>
      this.add(who, () => `${level}: ${sentence} ${JSON.stringify(facts, errorsAsText)}`);
    const logger: Logger = {
      trace: at('trace'),
      debug: at('debug'),
      info: at('info'),
      warn: at('warn'),
      error: at('error'),
      child: () => logger,
    };
    return logger;
  }
}

function errorsAsText(_key: string, value: unknown): unknown {
  return value instanceof Error ? value.message : value;
}
