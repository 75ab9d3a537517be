import { CRON_FIELDS, cronFieldProblem, type CronFields } from './cron/cron-fields.ts';

/**
 * The five fields of a crontab line such as `30 8 * * mon-fri`, of one with a command behind it, or of a name such
 * as `@daily`. Null for a text of another shape: no five fields, or six or seven of them (seconds, years). Whether a
 * field is valid is not judged here.
 */
export function parseCronLine(text: string): CronFields | null {
  const line = text.trim();
  const parts = (NAMED[line.toLowerCase()] ?? line).split(/\s+/);
  if (parts.length < CRON_FIELDS.length || line.startsWith('#')) return null;
  const fields = Object.fromEntries(
    CRON_FIELDS.map((name, index) => [name, parts[index] ?? '']),
  ) as CronFields; // five names, at least five parts
  const [, , , , , next] = parts;
  return next === undefined || isCommand(next, fields) ? fields : null;
}

/** As Vixie's cron reads them; `@reboot` is no time. */
const NAMED: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** A sixth part that could be a field itself may as well be the last field of a line that begins with seconds. */
function isCommand(next: string, fields: CronFields): boolean {
  const couldBeField = next === '?' || CRON_FIELDS.some((name) => cronFieldProblem(name, next) === null);
  return !couldBeField && CRON_FIELDS.every((name) => cronFieldProblem(name, fields[name]) === null);
}
