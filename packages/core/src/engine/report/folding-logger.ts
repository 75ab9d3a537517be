import { StoreError, type Clock, type Logger } from '../../ports/index.ts';

/** How often a repeated line is written at most. */
const SAME_EVERY_MS = 60_000;
/** A line not repeated for this long is written in full again. */
const FORGET_AFTER_MS = 600_000;
/** How many different lines are remembered; per job there is a lower limit. */
const MOST_LINES = 500;
const MOST_OF_A_JOB = 20;

type Level = 'info' | 'warn' | 'error';

interface Said {
  writtenAt: number;
  /** How many times it occurred since it was written. */
  folded: number;
}

/**
 * A logger that does not repeat itself. A line with the same sentence, job and kind of error is written in full the
 * first time, and then at most once a minute, without its stack and with the number of omitted lines (`repeated`). Up
 * to twenty kinds of failure are distinguished per job; further ones count as one. The cause of a store error is one
 * line, never a stack. Lines below `info` pass unchanged.
 */
export function foldingLogger(logger: Logger, clock: Pick<Clock, 'monotonic'>): Logger {
  const lines = new Map<string, Said>();
  const kindsOfJobs = new Map<string, Set<string>>();

  const keyOf = (level: Level, facts: Facts, sentence: string): string => {
    const { jobKey } = facts;
    const kind = kindOf(facts);
    if (typeof jobKey !== 'string') return `${level} ${sentence} ${kind}`;
    const line = `${level} ${sentence} ${jobKey}`;
    const kinds = kindsOfJobs.get(line) ?? new Set();
    if (!kinds.has(kind) && kinds.size >= MOST_OF_A_JOB) return line;
    kindsOfJobs.set(line, kinds.add(kind));
    return `${line} ${kind}`;
  };

  const write = (level: Level, given: object, sentence: string): void => {
    const facts = { ...(given as Facts) };
    const now = clock.monotonic();
    const key = keyOf(level, facts, sentence);
    const said = lines.get(key);
    if (said === undefined || now - said.writtenAt >= FORGET_AFTER_MS) {
      forgetOld(lines, kindsOfJobs, now);
      lines.set(key, { writtenAt: now, folded: 0 });
      logger[level](inPlainWords(facts), sentence);
    } else if (now - said.writtenAt < SAME_EVERY_MS) {
      said.folded += 1;
    } else {
      const repeated = said.folded + 1;
      lines.set(key, { writtenAt: now, folded: 0 });
      logger[level]({ ...withoutStack(inPlainWords(facts)), repeated }, sentence);
    }
  };
  const at = (level: Level) => (facts: object, sentence: string) => write(level, facts, sentence);
  return {
    trace: (facts, sentence) => logger.trace(facts, sentence),
    debug: (facts, sentence) => logger.debug(facts, sentence),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (facts) => foldingLogger(logger.child(facts), clock),
  };
}

/** The fields of a line that distinguish kinds of error. */
interface Facts {
  readonly jobKey?: unknown;
  readonly err?: unknown;
  readonly reason?: unknown;
  readonly exceptionType?: unknown;
  readonly exceptionMessage?: unknown;
  readonly traceback?: unknown;
}

/** Type and message, ignoring numbers and ids. */
function kindOf(facts: Facts): string {
  const { err, reason, exceptionType, exceptionMessage } = facts;
  const of = err instanceof Error ? [err.name, err.message] : [exceptionType, exceptionMessage];
  return [reason, ...of]
    .map((part) =>
      typeof part === 'string' ? part.slice(0, 500).replace(/[0-9a-f-]*\d[0-9a-f-]*/gi, '#') : '',
    )
    .join(' ');
}

/** A store's error has everything in its message; its stack would be the database client's. */
function inPlainWords(facts: Facts): Facts {
  const { err } = facts;
  if (!(err instanceof StoreError)) return facts;
  return { ...facts, err: { type: err.name, code: err.code, message: err.message, ...causeOf(err) } };
}

function causeOf({ cause, message }: Error): { readonly cause?: string } {
  if (!(cause instanceof Error)) return {};
  const line = cause.message.trim().split('\n').at(-1)?.trim() ?? '';
  return line === '' || message.includes(line) ? {} : { cause: line };
}

function withoutStack(facts: Facts): object {
  const { traceback: _, err, ...rest } = facts;
  if (err === undefined) return rest;
  return { ...rest, err: err instanceof Error ? { type: err.name, message: err.message } : err };
}

function forgetOld(lines: Map<string, Said>, kindsOfJobs: Map<string, Set<string>>, now: number): void {
  if (lines.size < MOST_LINES) return;
  for (const [key, { writtenAt }] of lines) if (now - writtenAt >= SAME_EVERY_MS) lines.delete(key);
  if (lines.size >= MOST_LINES) lines.clear();
  kindsOfJobs.clear();
}
