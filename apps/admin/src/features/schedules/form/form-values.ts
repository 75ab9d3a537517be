import { SCHEDULE_DEFAULTS, type ScheduleFields } from '@zenpulse/core/domain';

/** A pause and blackout windows are set elsewhere than in the form. */
export const NOT_TYPED = ['pausedUntil', 'pauseReason', 'blackouts'] as const;
type TypedField = Exclude<keyof ScheduleFields, (typeof NOT_TYPED)[number]>;

/** A schedule as typed: numbers and JSON are kept as text, so that nothing typed is lost. */
export type FormValues = {
  readonly [Name in TypedField]: ScheduleFields[Name] extends boolean ? boolean : string;
} & { readonly isGraceLimited: boolean };

export type FormField = keyof FormValues;

const DEFAULT_INTERVAL = { intervalValue: 10, intervalUnit: 'minutes' };
const DEFAULT_GRACE = String(SCHEDULE_DEFAULTS.misfireGraceTime);

/** The initial values of a new schedule; `known` are values given in advance (a job key, the declaration in code). */
export function newValues(defaultTimezone: string, known: Partial<ScheduleFields>): FormValues {
  const row = { jobKey: '', triggerType: 'interval', ...SCHEDULE_DEFAULTS, ...DEFAULT_INTERVAL };
  return valuesOf({ ...row, timezone: defaultTimezone, ...withoutUndefined(known) });
}

/** A row as text. A damaged row may contain any value; it is shown as stored. */
export function valuesOf(row: Readonly<Record<string, unknown>>): FormValues {
  return {
    jobKey: text(row['jobKey']),
    variant: text(row['variant']),
    enabled: row['enabled'] === true,
    triggerType: row['triggerType'] === 'cron' ? 'cron' : 'interval',
    intervalValue: text(row['intervalValue']),
    intervalUnit: text(row['intervalUnit']) || DEFAULT_INTERVAL.intervalUnit,
    cronMinute: text(row['cronMinute']),
    cronHour: text(row['cronHour']),
    cronDay: text(row['cronDay']),
    cronMonth: text(row['cronMonth']),
    cronDayOfWeek: text(row['cronDayOfWeek']),
    timezone: text(row['timezone']),
    maxInstances: text(row['maxInstances']),
    coalesce: row['coalesce'] === true,
    isGraceLimited: row['misfireGraceTime'] !== null,
    misfireGraceTime: text(row['misfireGraceTime']) || DEFAULT_GRACE,
    logPolicy: text(row['logPolicy']),
    timeoutSeconds: text(row['timeoutSeconds']),
    maxRetries: text(row['maxRetries']),
    params: typeof row['params'] === 'string' ? row['params'] : JSON.stringify(row['params'] ?? {}, null, 2),
    onAmbiguous: text(row['onAmbiguous']),
    note: text(row['note']),
    owner: text(row['owner']),
    runbookUrl: text(row['runbookUrl']),
  };
}

function text(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A field given as undefined gets its default; null is a value. */
function withoutUndefined(known: Partial<ScheduleFields>): Partial<ScheduleFields> {
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
}
