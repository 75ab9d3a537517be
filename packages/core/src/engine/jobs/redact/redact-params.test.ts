import { describe, expect, it } from 'vitest';
import { paramsForRecord } from './redact-params.ts';

describe('params in a record', () => {
  it('keep what is no secret', () => {
    const params = { to: ['a@b.example'], dryRun: true, limit: 5, deep: { from: null, text: '日本' } };
    expect(paramsForRecord('job', params)).toEqual(params);
  });

  it('lose secrets, by their name and by their form, however deep they are', () => {
    const params = {
      apiKey: 'abc',
      pin: 4711,
      credentials: { user: 'a', more: ['b'] },
      urls: [{ target: 'postgres://app:hunter2@db/x' }],
    };
    expect(paramsForRecord('job', params)).toEqual({
      apiKey: '[redacted]',
      pin: '[redacted]',
      credentials: '[redacted]',
      urls: [{ target: 'postgres://app:[redacted]@db/x' }],
    });
  });

  it('keep under a secret name what hides nothing', () => {
    const params = { password: null, token: '', useAuth: false, maxTokens: 4096 };
    expect(paramsForRecord('job', params)).toEqual(params);
  });

  it('go through the redaction of the configuration, text by text', () => {
    const params = { customer: 'no 4711', list: ['4711'] };
    const hook = (text: string, { jobKey, kind }: { jobKey: string; kind: string }) =>
      `${jobKey} ${kind}: ${text.replace('4711', '****')}`;
    expect(paramsForRecord('job', params, hook)).toEqual({
      customer: 'job params: no ****',
      list: ['job params: ****'],
    });
    expect(paramsForRecord('job', params)).toEqual(params);
  });

  it('are null where there are none, and where the redacted ones are longer than params may be', () => {
    expect(paramsForRecord('job', {})).toBeNull();
    const secrets = Object.fromEntries(Array.from({ length: 900 }, (_, n) => [`token_${n}`, 'x']));
    expect(paramsForRecord('job', secrets)).toBeNull();
  });

  it('are worked out once for all runs of a schedule', () => {
    const params = { to: 'a' };
    expect(paramsForRecord('job', params)).toBe(paramsForRecord('job', params));
  });
});
