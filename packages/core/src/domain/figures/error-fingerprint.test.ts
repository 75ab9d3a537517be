import { describe, expect, it } from 'vitest';
import { errorFingerprint, normalisedMessage, topApplicationFrame } from './error-fingerprint.ts';

const stack = (place: string) =>
  [
    'Error: Card 12 declined',
    '    at Object.request (/srv/app/node_modules/got/dist/index.js:1:2)',
    '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
    `    at async charge (${place})`,
    '    at async main (/srv/app/jobs.js:1:1)',
  ].join('\n');

const error = {
  jobKey: 'billing',
  exceptionType: 'CardError',
  exceptionMessage: 'Card 12 declined',
  traceback: stack('/srv/app/billing/charge.js:10:5'),
};

describe('the fingerprint of an error', () => {
  it('is the same whatever numbers, ids, hexadecimal digits and quotes its message has', () => {
    const messages = [
      'order ord_8fK2 of "Smith" failed: 0xdeadbeef, 10.0.0.1:5432',
      "order 77 of 'Jones' failed: deadbeefcafe, 10.0.0.23:5433",
      'order 5d1c9b2e-0000-4000-8000-00000000a1b2 of `x` failed: 12, host2:1',
    ];
    expect(new Set(messages.map(normalisedMessage)).size).toBe(1);
    const prints = messages.map((exceptionMessage) => errorFingerprint({ ...error, exceptionMessage }));
    expect(new Set(prints).size).toBe(1);
    expect(prints[0]).toMatch(/^[0-9a-f]{32}$/);
  });

  it('differs by job, type, words and place', () => {
    const others = [
      error,
      { ...error, jobKey: 'invoices' },
      { ...error, exceptionType: 'TypeError' },
      { ...error, exceptionMessage: 'Card 12 expired' },
      { ...error, traceback: stack('/srv/app/billing/refund.js:10:5') },
    ];
    expect(new Set(others.map(errorFingerprint)).size).toBe(others.length);
  });

  it('does not depend on the line or on the place of installation', () => {
    const moved = { ...error, traceback: stack('/opt/release-7/billing/charge.js:99:1') };
    expect(errorFingerprint(moved)).toBe(errorFingerprint(error));
  });

  it('takes the first frame that is neither of a package nor of Node', () => {
    expect(topApplicationFrame(error.traceback)).toBe('async charge billing/charge.js');
    expect(topApplicationFrame('Error: x\n    at /srv/app/jobs/a.mjs:3:4')).toBe('jobs/a.mjs');
    expect(topApplicationFrame('Error: x\n    at f (C:\\app\\jobs\\a.js:3:4)')).toBe('f jobs/a.js');
    expect(topApplicationFrame('no stack')).toBe('');
  });
});
