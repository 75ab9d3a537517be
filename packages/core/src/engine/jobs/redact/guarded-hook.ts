import type { Logger, RedactHook } from '../../../ports/index.ts';

/** Replaces a text for which the hook failed, since the text may contain what the hook would have removed. */
export const HOOK_FAILED = '[redacted: the redact function failed]';

/**
 * The configuration's hook, guarded against exceptions and results that are not text; without a hook, texts are
 * unchanged.
 */
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
