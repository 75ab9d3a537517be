import { expect, it } from 'vitest';
import { keyFor } from './job-key-filter.tsx';

const keys = ['billing.dunning', 'billing.invoice', 'send_report'];

it.each([
  ['the one that contains it', 'report', 'send_report'],
  ['the one that contains it, whatever its case', 'DUNNING', 'billing.dunning'],
  ['the exact one', 'billing.invoice', 'billing.invoice'],
  ['what is typed, where several contain it', 'billing', 'billing'],
  ['what is typed, where none contains it', 'gone_job', 'gone_job'],
  ['none', '  ', ''],
])('takes %s', (_, typed, key) => {
  expect(keyFor(typed, keys)).toBe(key);
});
