import { CYCLES } from './cron-cycles.ts';
import { type CronField, cronFieldProblem } from './cron-fields.ts';

export interface UnevenStep {
  /** As written, such as `*\/45`. */
  readonly text: string;
  readonly step: number;
  readonly values: readonly number[];
}

const STEP = /^(?:(\*)|(\d+)-(\d+))\/(\d+)$/;

/**
 * The steps of a field that look evenly spaced but are not, since the field starts again before a whole step is over:
 * minutes `*\/45` are 0 and 45, which is 45 minutes and then 15. Days always start again with the month. A step within
 * a window (`10-40/5`) is not expected to be even.
 */
export function unevenSteps(field: CronField, text: string): UnevenStep[] {
  if (cronFieldProblem(field, text) !== null) return [];
  return text.split(',').flatMap((part) => unevenStep(field, part) ?? []);
}

function unevenStep(field: CronField, text: string): UnevenStep | null {
  const [, star, low, high, by] = STEP.exec(text) ?? [];
  if (by === undefined) return null;
  const { first, size } = CYCLES[field];
  const step = Number(by);
  const from = star === undefined ? Number(low) : first;
  const to = star === undefined ? Number(high) : first + size - 1;
  const values: number[] = [];
  for (let value = from; value <= to; value += step) values.push(value);
  const fillsCycle = from - first < step && to >= first + size - 1;
  const isEven = field === 'cronDay' ? step === 1 : size % step === 0;
  return step === 1 || isEven || !fillsCycle ? null : { text, step, values };
}
