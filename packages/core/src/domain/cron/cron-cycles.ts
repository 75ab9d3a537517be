import type { CronField } from './cron-fields.ts';

/** The lowest value of each field and the number of its values, after which it starts again. */
export const CYCLES = {
  cronMinute: { first: 0, size: 60 },
  cronHour: { first: 0, size: 24 },
  cronDay: { first: 1, size: 31 },
  cronMonth: { first: 1, size: 12 },
  cronDayOfWeek: { first: 0, size: 7 },
} as const satisfies Record<CronField, { readonly first: number; readonly size: number }>;
