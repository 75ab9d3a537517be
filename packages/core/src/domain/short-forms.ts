import { parseCronLine } from './cron-line.ts';
import { show, type InputIssue } from './expected.ts';
import { parseInterval } from './interval-text.ts';
import { TRIGGER_FIELDS } from './trigger-fields.ts';

/** A trigger in one text, instead of the row's fields. */
export interface ShortForms {
  /** A crontab line of five fields: `cron: '0-59/5 8-18 * * 1-5'`. All five must match. */
  readonly cron?: string | undefined;
  /** An interval: `every: '10 minutes'`. */
  readonly every?: string | undefined;
}

export interface Expanded {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly issues: readonly InputIssue[];
}

/** The same input with `cron` or `every` expanded to the row's fields, whose own rules check the values. */
export function expandShortForms(input: object): Expanded {
  const { cron, every, ...rest }: { cron?: unknown; every?: unknown } & Record<string, unknown> = {
    ...input,
  };
  if (cron === undefined && every === undefined) return { fields: rest, issues: [] };
  const path = cron === undefined ? 'every' : 'cron';
  const others = [
    ...(cron !== undefined && every !== undefined ? ['every'] : []),
    ...TRIGGER_FIELDS.filter((name) => name !== 'timezone' && rest[name] !== undefined),
  ];
  const refused = (message: string): Expanded => ({ fields: rest, issues: [{ path, message }] });
  if (others.length > 0) return refused(`expected one way to say when, got ${others.join(', ')} beside it`);
  const text = cron ?? every;
  if (typeof text !== 'string') return refused(`expected text such as ${EXAMPLES[path]}, got ${show(text)}`);
  const read = path === 'cron' ? readCron(text) : readInterval(text);
  return typeof read === 'string' ? refused(read) : { fields: { ...rest, ...read }, issues: [] };
}

const EXAMPLES = { cron: '"*/5 8-18 * * 1-5"', every: '"10 minutes"' } as const;

function readCron(text: string): object | string {
  const fields = parseCronLine(text);
  return fields === null ? cronLineProblem(text) : { triggerType: 'cron', ...fields };
}

function readInterval(text: string): object | string {
  const fields = parseInterval(text);
  return fields === null ? intervalTextProblem(text) : { triggerType: 'interval', ...fields };
}

/** The message for a text that `parseCronLine` rejects. */
export function cronLineProblem(text: string): string {
  const count = text.split(/\s+/).filter((part) => part !== '').length;
  const hint =
    count === 6 || count === 7
      ? '; there is no field for seconds or years, and for seconds an interval such as "30 seconds"'
      : '';
  return `expected five fields (minute hour day month day-of-week), got ${count} in ${show(text)}${hint}`;
}

/** The message for a text that `parseInterval` rejects. */
export function intervalTextProblem(text: string): string {
  return `expected a whole number and seconds, minutes, hours, days or weeks, such as "10 minutes", got ${show(text)}`;
}
