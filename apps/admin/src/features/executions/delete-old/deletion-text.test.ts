import { describe, expect, it } from 'vitest';
import { deletionAction, deletionText, hasCondition, narrowing } from './deletion-text.ts';

const to = '2026-01-31T08:30:00.000Z';

describe('deletionText', () => {
  it('names all executions when only a date is given', () => {
    expect(deletionText({ to }, 'UTC')).toBe(
      'All executions older than Sat, 31 Jan 2026, 08:30:00 (UTC) will be deleted. This cannot be undone.',
    );
  });

  it('says how many will be deleted, and where there are none', () => {
    const exactly = (count: number) => ({ count, isExact: true });
    expect(deletionText({ to }, 'UTC', exactly(203))).toMatch(
      / will be deleted\. That is 203 executions at the moment\. /,
    );
    expect(deletionText({ to }, 'UTC', exactly(1))).toMatch(/ That is 1 execution at the moment\. /);
    expect(deletionText({ to }, 'UTC', exactly(0))).toMatch(/: there are none\.$/);
    expect([undefined, exactly(0), exactly(1), exactly(203)].map(deletionAction)).toEqual([
      'Delete executions',
      'Delete executions',
      'Delete 1 execution',
      'Delete 203 executions',
    ]);
  });

  it('says "more than" where the server stopped counting', () => {
    const many = { count: 1_000, isExact: false };
    expect(deletionText({ to }, 'UTC', many)).toMatch(/ That is more than 1,000 executions at the moment\. /);
    expect(deletionAction(many)).toBe('Delete executions');
    const noneYet = { count: 0, isExact: false };
    expect(deletionText({ to }, 'UTC', noneYet)).toMatch(/ will be deleted\. This cannot be undone\.$/);
  });

  it('names every condition', () => {
    const text = deletionText(
      { to, jobKey: 'send_report', status: ['fail', 'missed'], search: 'ECONN' },
      'UTC',
    );
    expect(text).toMatch(
      /of the job “send_report”, with the outcome Failed or Missed, matching “ECONN”, older than/,
    );
  });
});

describe('narrowing', () => {
  it('leaves out the time and what is empty', () => {
    expect(narrowing({ from: to, to, jobKey: '', status: [], search: 'x' })).toEqual({ search: 'x' });
    expect(hasCondition({ from: to, jobKey: '' })).toBe(false);
  });
});
