import { type CronFields, cronValues } from './cron-fields.ts';
import { matchingDays, matchingWeekdays } from './month-days.ts';
import { MONTH_SHAPES } from './month-table.ts';

/**
 * True if a cron matches no date of the 400-year cycle, such as 31 February. Within the cycle every month begins on
 * every weekday, in each of its lengths, so only the possible lengths of its months matter. Throws a RangeError on a
 * text that `cronFieldProblem` rejects.
 */
export function cronNeverFires(fields: CronFields): boolean {
  const { months } = cronValues('cronMonth', fields.cronMonth);
  const [days, weekdays] = [matchingDays(fields.cronDay), matchingWeekdays(fields.cronDayOfWeek)];
  const lengths = MONTH_LENGTHS.flatMap((possible, month) => ((months >>> month) & 1 ? possible : []));
  const datesIn = (shape: number) => (days[shape] ?? 0) & (weekdays[shape] ?? 0);
  return MONTH_SHAPES.every(({ length }, shape) => datesIn(shape) === 0 || !lengths.includes(length));
}

const MONTH_LENGTHS = [[31], [28, 29], [31], [30], [31], [30], [31], [31], [30], [31], [30], [31]];
