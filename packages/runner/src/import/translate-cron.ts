import { show, type CronFields, type InputIssue } from '@zenpulse/core/domain';
import {
  originalExpressions,
  RANGE_OF,
  WEEKDAYS,
  type OriginalCronField,
  type OriginalExpression,
} from './original-expression.ts';

export type OriginalCron = Readonly<Record<OriginalCronField, string>>;

export interface TranslatedCron {
  readonly fields: CronFields;
  /** What is written differently here, by the original's field. */
  readonly notes: readonly InputIssue[];
  /**
   * What the original's engine rejected, or what cannot be expressed here. Empty: `fields` has the original's meaning.
   */
  readonly issues: readonly InputIssue[];
}

/**
 * Translates the original's cron. The engines number weekdays differently: in the original, 0 was Monday (whatever its
 * admin displayed); here 0 is Sunday.
 */
export function translateCron(original: OriginalCron): TranslatedCron {
  const issues: InputIssue[] = [];
  const read = (field: OriginalCronField): OriginalExpression[] => {
    const expressions = originalExpressions(field, original[field]);
    if (expressions !== null) return expressions;
    issues.push({ path: field, message: `expected ${EXPECTED[field]}, got ${show(original[field])}` });
    return [];
  };
  const parts: OriginalParts = {
    cron_minute: read('cron_minute'),
    cron_hour: read('cron_hour'),
    cron_day: read('cron_day'),
    cron_month: read('cron_month'),
    cron_day_of_week: read('cron_day_of_week'),
  };
  if (!parts.cron_day.some(isPosition)) {
    const fields = saidInOurs(parts);
    return {
      fields,
      notes: OURS.flatMap(([field, ours]) => noteOf(field, original, parts, fields[ours])),
      issues,
    };
  }
  if (!parts.cron_day.every(isPosition) || !parts.cron_day_of_week.every(isEveryDay)) {
    const message = `expected "2nd tue" and the like alone and with any day of the week, got ${show(original.cron_day)} with ${show(original.cron_day_of_week)}: one schedule cannot say that here`;
    issues.push({ path: 'cron_day', message });
  }
  const positions = parts.cron_day.map(asPosition).join(',');
  const fields = { ...saidInOurs(parts), cronDay: '*', cronDayOfWeek: positions };
  const others = OURS.filter(([field]) => field !== 'cron_day' && field !== 'cron_day_of_week');
  const message = `${show(original.cron_day)} is the day of the week ${show(positions)} here`;
  return {
    fields,
    notes: [
      ...others.flatMap(([field, ours]) => noteOf(field, original, parts, fields[ours])),
      { path: 'cron_day', message },
    ],
    issues,
  };
}

type OriginalParts = Readonly<Record<OriginalCronField, readonly OriginalExpression[]>>;

function saidInOurs(parts: OriginalParts): CronFields {
  return {
    cronMinute: parts.cron_minute.map(asNumbers('cron_minute')).join(','),
    cronHour: parts.cron_hour.map(asNumbers('cron_hour')).join(','),
    cronDay: parts.cron_day.map(asNumbers('cron_day')).join(','),
    cronMonth: parts.cron_month.map(asNumbers('cron_month')).join(','),
    cronDayOfWeek: parts.cron_day_of_week.map(asWeekday).join(','),
  };
}

/** The note on how a field's text changed; none if it did not. */
function noteOf(
  field: OriginalCronField,
  original: OriginalCron,
  parts: OriginalParts,
  text: string,
): InputIssue[] {
  if (parts[field].length === 0 || withoutBlanks(original[field]) === text) return [];
  const isShifted = field === 'cron_day_of_week' && parts[field].some(isCounted);
  const isCut = parts[field].some((part) => 'rest' in part && part.rest !== '');
  const reasons = [
    ...(isShifted ? ['its engine counted from Monday (0), here 0 is Sunday'] : []),
    ...(isCut ? ['its engine did not read the rest'] : []),
  ];
  const why = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
  return [{ path: field, message: `${show(original[field])} is ${show(text)} here${why}` }];
}

const OURS = [
  ['cron_minute', 'cronMinute'],
  ['cron_hour', 'cronHour'],
  ['cron_day', 'cronDay'],
  ['cron_month', 'cronMonth'],
  ['cron_day_of_week', 'cronDayOfWeek'],
] as const;

const EXPECTED: Readonly<Record<OriginalCronField, string>> = {
  cron_minute: 'minutes 0-59 as its engine read them, such as *, 5, 10-40/5 or */15',
  cron_hour: 'hours 0-23 as its engine read them, such as *, 8, 9-17 or */6',
  cron_day: 'days of the month 1-31 as its engine read them, such as *, 1, 1-15/2, last or 2nd tue',
  cron_month: 'months 1-12 or jan-dec as its engine read them, such as *, 1, jan-mar or */3',
  cron_day_of_week:
    'days of the week 0-6 (0 was Monday) or mon-sun as its engine read them, such as *, 0 or mon-fri',
};

/**
 * The numbers of all fields except the weekday have the same meaning. A position is reported as an issue unless it is a
 * weekday.
 */
function asNumbers(field: OriginalCronField) {
  return (expression: OriginalExpression): string => {
    const { kind } = expression;
    if (kind === 'all') return expression.step === null ? '*' : `*/${expression.step}`;
    if (kind === 'range') return rangeText(expression, RANGE_OF[field][1]);
    if (kind === 'names') return namesText(expression);
    return kind === 'last-day' ? 'L' : '';
  };
}

function namesText({ first, last }: Extract<OriginalExpression, { kind: 'names' }>): string {
  return last === null || last === first ? first : `${first}-${last}`;
}

/** `5/10` had no end in the original; here a step needs a range. */
function rangeText(
  { first, last, step }: Extract<OriginalExpression, { kind: 'range' }>,
  max: number,
): string {
  if (last === first || (last === null && step === null)) return String(first);
  return step === null ? `${first}-${last}` : `${first}-${last ?? max}/${step}`;
}

/**
 * Value by value, in the original's order of the week; names mean the same in both. Other expressions do not occur for
 * weekdays.
 */
function asWeekday(expression: OriginalExpression): string {
  const { kind } = expression;
  if (kind === 'all') return expression.step === null ? '*' : shifted(0, 6, expression.step);
  if (kind === 'names') return namesText(expression);
  if (kind !== 'range') return '';
  const { first, last, step } = expression;
  return shifted(first, last ?? (step === null ? first : 6), step ?? 1);
}

/** Monday is 1 instead of 0; Sunday is 0 instead of 6. */
function shifted(first: number, last: number, step: number): string {
  if (step > 1 || first === last) return values(first, last, step).join(',');
  if (last < 6) return `${first + 1}-${last + 1}`;
  if (first === 0) return '0-6';
  return first === 5 ? '6,0' : `${first + 1}-6,0`;
}

function values(first: number, last: number, step: number): number[] {
  const count = Math.floor((last - first) / step) + 1;
  return Array.from({ length: count }, (_, index) => (first + index * step + 1) % WEEKDAYS.length);
}

function asPosition(expression: OriginalExpression): string {
  if (expression.kind !== 'position') return '';
  return `${expression.weekday}#${expression.nth === LAST ? 'L' : expression.nth}`;
}

const LAST = 6;

function isPosition({ kind }: OriginalExpression): boolean {
  return kind === 'position';
}

/** True if it names weekdays by number. */
function isCounted(expression: OriginalExpression): boolean {
  return expression.kind === 'range' || (expression.kind === 'all' && expression.step !== null);
}

function isEveryDay(expression: OriginalExpression): boolean {
  return expression.kind === 'all' && expression.step === null;
}

function withoutBlanks(text: string): string {
  return text.toLowerCase().replace(/\s+/g, '');
}
