import type { CronField } from './cron-fields.ts';

/** The least value of each field, and how many values it has: after the last one it begins again. */
export const CYCLES = {
  cronMinute: { first: 0, size: 60 },
  cronHour: { first: 0, size: 24 },
  cronDay: { first: 1, size: 31 },
  cronMonth: { first: 1, size: 12 },
  cronDayOfWeek: { first: 0, size: 7 },
} as const satisfies Record<CronField, { readonly first: number; readonly size: number }>;
