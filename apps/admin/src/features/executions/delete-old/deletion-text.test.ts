import { describe, expect, it } from 'vitest';
import { deletionAction, deletionText, hasCondition, narrowing } from './deletion-text.ts';

const to = '2026-01-31T08:30:00.000Z';

describe('deletionText', () => {
  it('says that all goes when only a date is given', () => {
    expect(deletionText({ to }, 'UTC')).toBe(
      'All executions from before Sat, 31 Jan 2026, 08:30:00 (UTC) are deleted. This cannot be undone.',
    );
  });

  it('says how many go, and that none would', () => {
    expect(deletionText({ to }, 'UTC', 1_203)).toMatch(/ are deleted\. At the moment 1,203 executions\. /);
    expect(deletionText({ to }, 'UTC', 1)).toMatch(/ At the moment 1 execution\. /);
    expect(deletionText({ to }, 'UTC', 0)).toMatch(/ would be deleted, but there are none\.$/);
    expect([undefined, 0, 1, 1_203].map(deletionAction)).toEqual([
      'Delete executions',
      'Delete executions',
      'Delete 1 execution',
      'Delete 1,203 executions',
    ]);
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
