import { describe, expect, it } from 'vitest';
import { newValues, valuesOf } from './form-values.ts';

describe('newValues', () => {
  it('fills in the defaults of the domain and the configured zone', () => {
    const values = newValues('Asia/Dhaka', { jobKey: 'send_report' });
    expect(values).toMatchObject({
      jobKey: 'send_report',
      timezone: 'Asia/Dhaka',
      triggerType: 'interval',
      logPolicy: 'failures',
      misfireGraceTime: '60',
      isGraceLimited: true,
      timeoutSeconds: '',
      params: '{}',
    });
  });

  it('begins from what the code declares', () => {
    const declared = { jobKey: 'backup', triggerType: 'cron', cronHour: '2', params: { depth: 3 } } as const;
    const values = newValues('UTC', declared);
    expect(values).toMatchObject({ triggerType: 'cron', cronHour: '2', cronMinute: '*' });
    expect(JSON.parse(values.params)).toEqual({ depth: 3 });
  });

  it('keeps a declared "no limit" of lateness', () => {
    const declared = { jobKey: 'backup', triggerType: 'cron', misfireGraceTime: null } as const;
    expect(newValues('UTC', declared).isGraceLimited).toBe(false);
  });
});

describe('valuesOf', () => {
  it('shows a row that was damaged by hand as stored', () => {
    const row = { jobKey: 'x', cronHour: 77, enabled: 'yes', params: 'no json', timezone: null };
    expect(valuesOf(row)).toMatchObject({ cronHour: '77', enabled: false, params: 'no json', timezone: '' });
  });
});
