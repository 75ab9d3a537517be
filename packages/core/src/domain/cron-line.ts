import { CRON_FIELDS, cronFieldProblem, type CronFields } from './cron/cron-fields.ts';

/**
 * Splits a crontab line such as `30 8 * * mon-fri`, one with a command behind it, or a name such as `@daily` into its
 * five fields. Null for other texts: fewer than five fields, or six or seven (seconds, years). The values of the fields
 * are not checked here.
 */
export function parseCronLine(text: string): CronFields | null {
  const line = text.trim();
  const parts = (NAMED[line.toLowerCase()] ?? line).split(/\s+/);
  if (parts.length < CRON_FIELDS.length || line.startsWith('#')) return null;
  const fields = Object.fromEntries(
    CRON_FIELDS.map((name, index) => [name, parts[index] ?? '']),
  ) as CronFields; // parts has at least five entries
  const [, , , , , next] = parts;
  return next === undefined || isCommand(next, fields) ? fields : null;
}

/** As Vixie's cron defines them; `@reboot` is not a time. */
const NAMED: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** False if the sixth part could be a field: then the line may begin with seconds. */
function isCommand(next: string, fields: CronFields): boolean {
  const couldBeField = next === '?' || CRON_FIELDS.some((name) => cronFieldProblem(name, next) === null);
  return !couldBeField && CRON_FIELDS.every((name) => cronFieldProblem(name, fields[name]) === null);
}
