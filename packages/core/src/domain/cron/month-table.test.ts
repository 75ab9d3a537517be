import { describe, expect, it } from 'vitest';
import { CYCLE_DAYS, CYCLE_MONTHS, firstDayOf, MONTH_SHAPES, monthOf, shapeOf } from './month-table.ts';

const DAY_MS = 86_400_000;

describe('month table', () => {
  it('puts each day of the cycle into its month', () => {
    const wrong = Array.from({ length: CYCLE_DAYS }, (_, day) => day).filter((day) => {
      const date = new Date(day * DAY_MS);
      return monthOf(day) !== (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
    });
    expect(wrong).toEqual([]);
  });

  it.each([-2_000, -401, -1, 0, 1, 399, 400, 8_000])('repeats itself %i years from 1970', (years) => {
    for (let month = years * 12; month < years * 12 + 24; month++) {
      const first = Date.UTC(1970, month) / DAY_MS;
      expect(firstDayOf(month)).toBe(first);
      expect([monthOf(first), monthOf(first - 1)]).toEqual([month, month - 1]);
    }
  });

  it('knows the weekday of the 1st and the length of each month', () => {
    for (let month = 0; month < CYCLE_MONTHS; month++) {
      expect(MONTH_SHAPES[shapeOf(month)]).toEqual({
        firstWeekday: new Date(Date.UTC(1970, month)).getUTCDay(),
        length: new Date(Date.UTC(1970, month + 1, 0)).getUTCDate(),
      });
    }
  });

  it('has every shape that a length allows in every month of the year', () => {
    const shapes = new Set(
      Array.from({ length: CYCLE_MONTHS }, (_, month) => `${month % 12}:${shapeOf(month)}`),
    );
    expect(shapes.size).toBe(11 * 7 + 2 * 7);
  });
});
