import { describe, expect, it } from 'vitest';
import { newValues } from './form-values.ts';
import { rebase } from './rebase.ts';

const base = newValues('UTC', { jobKey: 'send_report' });

describe('rebase', () => {
  it('keeps what was typed and takes over what somebody else changed', () => {
    const typed = { ...base, intervalValue: '7', timeoutSeconds: '30' };
    const fresh = { ...base, intervalValue: '9', maxRetries: '4' };
    const { values, theirs, both } = rebase(base, typed, fresh);
    expect(values).toEqual({ ...base, intervalValue: '7', timeoutSeconds: '30', maxRetries: '4' });
    expect(theirs).toEqual(['intervalValue', 'maxRetries']);
    expect(both).toEqual(['intervalValue']);
  });

  it('sees no quarrel when both typed the same', () => {
    const same = { ...base, cronHour: '8' };
    expect(rebase(base, same, same).both).toEqual([]);
  });
});
