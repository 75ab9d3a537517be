import { CRON_FIELDS, show, type CronFields } from '@zenpulse/core/domain';
import { usageError } from '../command-error.ts';

/** Splits `--cron` into the row's five fields; what each may say is the domain's to judge. */
export function cronFieldsOf(line: string): CronFields {
  const parts = line.split(/\s+/).filter((part) => part !== '');
  if (parts.length !== CRON_FIELDS.length) throw wrongCount(line, parts);
  return Object.fromEntries(CRON_FIELDS.map((name, index) => [name, parts[index]])) as CronFields; // five names, five parts
}

function wrongCount(line: string, parts: readonly string[]) {
  const got = `got ${parts.length} in ${show(line)}`;
  const hint = parts.length === 6 || parts.length === 7 ? '; there is no field for seconds or years' : '';
  return usageError(`--cron: expected five fields (minute hour day month day-of-week), ${got}${hint}`);
}
