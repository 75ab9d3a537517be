import type { Logger } from '@zenpulse/core/ports';

/** The same logger, silent while `isSilent` returns true. */
export function exceptWhile(isSilent: () => boolean, logger: Logger): Logger {
  const unless =
    (level: Exclude<keyof Logger, 'child'>) =>
    (facts: object, sentence: string): void => {
      if (!isSilent()) logger[level](facts, sentence);
    };
  return {
    trace: unless('trace'),
    debug: unless('debug'),
    info: unless('info'),
    warn: unless('warn'),
    error: unless('error'),
    child: (facts) => exceptWhile(isSilent, logger.child(facts)),
  };
}
