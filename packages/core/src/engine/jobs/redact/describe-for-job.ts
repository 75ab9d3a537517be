import type { ThrownDescription } from '../../../domain/index.ts';
import type { RedactHook } from '../../../ports/index.ts';
import { describeThrown } from '../describe-thrown.ts';

/** The description of what a job threw, redacted by the built-in rules and the configuration's hook. */
export function describeForJob(jobKey: string, thrown: unknown, redact?: RedactHook): ThrownDescription {
  const described = describeThrown(thrown);
  if (redact === undefined) return described;
  const { exceptionMessage, traceback } = described;
  return {
    ...described,
    exceptionMessage: redact(exceptionMessage, { jobKey, kind: 'message' }),
    traceback: traceback === null ? null : redact(traceback, { jobKey, kind: 'stack' }),
  };
}
