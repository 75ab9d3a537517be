import { type CronFields, cronValues } from './cron-fields.ts';
import { matchingDays, matchingWeekdays } from './month-days.ts';
import { MONTH_SHAPES } from './month-table.ts';

/**
 * Whether a cron matches no date of the 400-year cycle, as 31 February. In the cycle every month begins on every
 * weekday in each of its lengths, so the lengths that its months can have decide.
 * Throws a RangeError on a text that `cronFieldProblem` refuses.
 */
export function cronNeverFires(fields: CronFields): boolean {
  const { months } = cronValues('cronMonth', fields.cronMonth);
  const [days, weekdays] = [matchingDays(fields.cronDay), matchingWeekdays(fields.cronDayOfWeek)];
  const lengths = MONTH_LENGTHS.flatMap((possible, month) => ((months >>> month) & 1 ? possible : []));
  const datesIn = (shape: number) => (days[shape] ?? 0) & (weekdays[shape] ?? 0);
  return MONTH_SHAPES.every(({ length }, shape) => datesIn(shape) === 0 || !lengths.includes(length));
}

const MONTH_LENGTHS = [[31], [28, 29], [31], [30], [31], [30], [31], [31], [30], [31], [30], [31]];
