import type { Logger } from '../../ports/index.ts';

/** A logger of somebody else's: what goes wrong in it stays in it. No run may be lost to a log that cannot be written. */
export function unfailingLogger(logger: Logger): Logger {
  const at = (level: 'trace' | 'debug' | 'info' | 'warn' | 'error') => (facts: object, sentence: string) => {
    try {
      logger[level](facts, sentence);
    } catch {
      // There is nobody left to tell.
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
