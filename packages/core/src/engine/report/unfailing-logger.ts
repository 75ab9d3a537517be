import type { Logger } from '../../ports/index.ts';

/** Wraps the user's logger so that it never throws: no run may be lost because a line cannot be written. */
export function unfailingLogger(logger: Logger): Logger {
  const at = (level: 'trace' | 'debug' | 'info' | 'warn' | 'error') => (facts: object, sentence: string) => {
    try {
      logger[level](facts, sentence);
    } catch {
      // There is no other place to report it.
    }
  };
  return {
    trace: at('trace'),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (facts) => unfailingLogger(childOf(logger, facts)),
  };
}

function childOf(logger: Logger, facts: object): Logger {
  try {
    return logger.child(facts);
  } catch {
    return logger;
  }
}
