import { z } from 'zod';
import { endOf, wallOf } from './blackout-window.ts';
import { isTimeZone } from './cron/time-zone.ts';
import { zoneSpelling } from './cron/zone-spelling.ts';
import { expected } from './expected.ts';
import { WEEKDAYS } from './weekly-hours.ts';

/** So many dates one window may have. */
const MOST_DATES = 1_000;

const LOCAL = 'a local date or time such as 2026-12-24 or 2026-12-24T18:00';
const localText = z
  .string(expected(LOCAL))
  .regex(/^\d{4}-\d\d-\d\d(?:T(?:[01]\d|2[0-3]):[0-5]\d)?$/, expected(LOCAL))
  .refine((text) => wallOf(text) !== null, expected(LOCAL));
const timeText = z
  .string(expected('a time such as 22:00'))
  .regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, expected('a time from 00:00 to 24:00'));

/** When a blackout window holds, by the clock of a zone. */
export const blackoutDefinition = z
  .strictObject(
    {
      timezone: z
        .string(expected('an IANA time zone'))
        .refine(isTimeZone, expected('an IANA time zone such as "Europe/Berlin"'))
        .overwrite(zoneSpelling),
      /** From a date or time up to another; `to` as a date includes that day. */
      dates: z
        .array(
          z
            .strictObject({ from: localText, to: localText }, expected('{ from, to }'))
            .refine(({ from, to }) => endOf(to) > (wallOf(from) ?? 0), {
              path: ['to'],
              ...expected('an end after the beginning'),
            }),
          expected('a list of { from, to }'),
        )
        .max(MOST_DATES, expected(`at most ${MOST_DATES} dates`))
        .default([]),
      /** Hours of days of the week. `to` at or before `from` is on the next day. */
      weekly: z
        .array(
          z.strictObject(
            {
              days: z
                .array(
                  z.enum(WEEKDAYS, expected('sun, mon, tue, wed, thu, fri or sat')),
                  expected('a list of days'),
                )
                .min(1, expected('at least one day')),
              from: timeText,
              to: timeText,
            },
            expected('{ days, from, to }'),
          ),
          expected('a list of { days, from, to }'),
        )
        .max(50, expected('at most 50 entries'))
        .default([]),
    },
    expected('{ timezone, dates, weekly }'),
  )
  .refine(({ dates, weekly }) => dates.length + weekly.length > 0, {
    path: ['dates'],
    ...expected('at least one entry in dates or weekly'),
  });

export type BlackoutDefinition = z.output<typeof blackoutDefinition>;
