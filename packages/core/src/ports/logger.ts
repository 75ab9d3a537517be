/** The log, in pino's order of arguments: facts first, then the sentence. */
export interface Logger {
  /** The finest grain: every statement that is sent to the database. */
  trace(facts: object, sentence: string): void;
  /** What helps to find a fault. */
  debug(facts: object, sentence: string): void;
  /** What happens in the ordinary course. */
  info(facts: object, sentence: string): void;
  /** What somebody should look at. */
  warn(facts: object, sentence: string): void;
  /** What went wrong. */
  error(facts: object, sentence: string): void;
  /** A logger that adds these facts to each line. */
  child(facts: object): Logger;
}

const ignore = () => undefined;

/** A logger that says nothing. */
export const silentLogger: Logger = {
  trace: ignore,
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  child: () => silentLogger,
};
