import { cronLineProblem, parseCronLine, type CronFields } from '@zenpulse/core/domain';
import { usageError } from '../command-error.ts';

/** Splits `--cron` into the row's five fields; the domain checks their values. */
export function cronFieldsOf(line: string): CronFields {
  const fields = parseCronLine(line);
  if (fields === null) throw usageError(`--cron: ${cronLineProblem(line)}`);
  return fields;
}
