import { describe, expect, it } from 'vitest';
import { newValues } from './form-values.ts';
import { rebase } from './rebase.ts';
import { triggerWords } from './trigger-words.ts';

const base = newValues('UTC', { jobKey: 'send_report' });
const cron = newValues('UTC', { jobKey: 'send_report', triggerType: 'cron', cronMinute: '0', cronHour: '4' });

describe('rebase', () => {
  it('keeps what was typed and takes over what was changed elsewhere', () => {
    const typed = { ...base, maxInstances: '7', timeoutSeconds: '30' };
    const fresh = { ...base, maxInstances: '9', maxRetries: '4' };
    const { values, theirs, both } = rebase(base, typed, fresh);
    expect(values).toEqual({ ...base, maxInstances: '7', timeoutSeconds: '30', maxRetries: '4' });
    expect(theirs).toEqual(['maxInstances', 'maxRetries']);
    expect(both).toEqual(['maxInstances']);
  });

  it('finds no conflict where both typed the same', () => {
    const same = { ...cron, cronHour: '8' };
    expect(rebase(cron, same, same)).toMatchObject({ both: [], isTriggerContested: false });
  });
});

describe('a trigger that both have changed', () => {
  it.each([
    ['two fields of one cron', cron, { cronMinute: '10' }, { cronHour: '*/4' }],
    ['an interval and its unit', base, { intervalValue: '7' }, { intervalUnit: 'hours' }],
    ['a cron in another zone', cron, { cronHour: '9' }, { timezone: 'Asia/Dhaka' }],
    ['another kind', base, { intervalValue: '7' }, { triggerType: 'cron', cronHour: '4', cronMinute: '0' }],
  ] as const)('is one or the other as a whole: %s', (_, stored, mine, others) => {
    const [typed, fresh] = [
      { ...stored, ...mine },
      { ...stored, ...others },
    ];
    const choose = (choice: 'yours' | 'theirs') => rebase(stored, typed, fresh, choice);
    expect(choose('yours').isTriggerContested).toBe(true);
    expect(triggerWords(choose('yours').values)).toBe(triggerWords(typed));
    expect(triggerWords(choose('theirs').values)).toBe(triggerWords(fresh));
    expect(choose('yours').theirs).toEqual([]);
  });

  it('keeps the other fields as changed elsewhere', () => {
    const typed = { ...cron, cronHour: '8', maxRetries: '2' };
    const fresh = { ...cron, cronMinute: '15', timeoutSeconds: '30' };
    const { values, theirs } = rebase(cron, typed, fresh, 'theirs');
    expect(values).toMatchObject({ cronHour: '4', cronMinute: '15', maxRetries: '2', timeoutSeconds: '30' });
    expect(theirs).toEqual(['timeoutSeconds']);
  });
});

describe('a trigger that one has changed', () => {
  it('is theirs whole, whatever was typed for a kind that is not chosen', () => {
    const typed = { ...base, cronHour: '9' };
    const fresh = { ...base, triggerType: 'cron', cronMinute: '10', cronHour: '*/4' };
    const { values, isTriggerContested } = rebase(base, typed, fresh);
    expect(isTriggerContested).toBe(false);
    expect(triggerWords(values)).toBe(triggerWords(fresh));
  });

  it('is mine, and an interval takes over their zone', () => {
    const { values, isTriggerContested } = rebase(
      base,
      { ...base, intervalValue: '7' },
      { ...base, timezone: 'Asia/Dhaka' },
    );
    expect(isTriggerContested).toBe(false);
    expect(values).toMatchObject({ intervalValue: '7', timezone: 'Asia/Dhaka' });
  });
});

describe('triggerWords', () => {
  it('says a cron with its zone, an interval by its length, and repeats what is not valid', () => {
    expect(triggerWords(cron)).toMatch(/04:00.* \(UTC\)$/);
    expect(triggerWords(base)).toBe('Every 10 minutes');
    expect(triggerWords({ ...cron, cronHour: '77' })).toBe('0 77 * * * (not valid)');
    expect(triggerWords({ ...base, intervalValue: '' })).toBe('every  minutes (not valid)');
  });
});
