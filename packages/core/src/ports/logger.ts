/** The log, in pino's order of arguments: facts first, then the sentence. */
export interface Logger {
  /** The most detailed level: every statement sent to the database. */
  trace(facts: object, sentence: string): void;
  /** Details for finding a fault. */
  debug(facts: object, sentence: string): void;
  /** Normal events. */
  info(facts: object, sentence: string): void;
  /** Something that needs attention. */
  warn(facts: object, sentence: string): void;
  /** Something that failed. */
  error(facts: object, sentence: string): void;
  /** Returns a logger that adds these facts to each line. */
  child(facts: object): Logger;
}

const ignore = () => undefined;

/** A logger that discards everything. */
export const silentLogger: Logger = {
  trace: ignore,
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  child: () => silentLogger,
};
