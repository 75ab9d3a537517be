import type { Logger, RedactHook } from '../../../ports/index.ts';

/** What is kept of a text that the hook failed on: nothing, since it may hold what the hook would have hidden. */
export const HOOK_FAILED = '[redacted: the redact function failed]';

/** The hook of the configuration, which may throw or return something else than text; without one texts stay as they are. */
export function guardedHook(hook: RedactHook | undefined, logger: Logger): RedactHook {
  if (hook === undefined) return (text) => text;
  let hasFailed = false;
  const report = (facts: Readonly<Record<string, unknown>>): string => {
    if (!hasFailed)
      logger.error(facts, 'The redact function of the configuration failed: the text is not kept');
    hasFailed = true;
    return HOOK_FAILED;
  };
  return (text, from) => {
    try {
      const safe: unknown = hook(text, from);
      return typeof safe === 'string' ? safe : report({ ...from, returned: typeof safe });
    } catch (error) {
      return report({ ...from, err: error });
    }
  };
}
