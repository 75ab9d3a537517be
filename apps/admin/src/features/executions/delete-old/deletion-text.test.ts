import { describe, expect, it } from 'vitest';
import { deletionText, hasCondition, narrowing } from './deletion-text.ts';

const to = '2026-01-31T08:30:00.000Z';

describe('deletionText', () => {
  it('says that all goes when only a date is given', () => {
    expect(deletionText({ to }, 'UTC')).toBe(
      'All executions from before Sat, 31 Jan 2026, 08:30:00 (UTC) are deleted. This cannot be undone.',
    );
  });

  it('names every condition', () => {
    const text = deletionText(
      { to, jobKey: 'send_report', status: ['fail', 'missed'], search: 'ECONN' },
      'UTC',
    );
    expect(text).toMatch(
      /of the job “send_report”, with the outcome Failed or Missed, that contain “ECONN”, from before/,
    );
  });
});

describe('narrowing', () => {
  it('leaves out the time and what is empty', () => {
    expect(narrowing({ from: to, to, jobKey: '', status: [], search: 'x' })).toEqual({ search: 'x' });
    expect(hasCondition({ from: to, jobKey: '' })).toBe(false);
  });
});
