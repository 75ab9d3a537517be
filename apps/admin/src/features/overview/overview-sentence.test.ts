import { describe, expect, it } from 'vitest';
import { overviewSentence } from './overview-sentence.ts';

const now = Date.parse('2026-01-31T08:30:00Z');
const none = { success: 0, fail: 0, timeout: 0, interrupted: 0, missed: 0, skipped: 0 };
const counts = {
  total: 26,
  failing: 0,
  missed: 0,
  running: 1,
  paused: 0,
  disabled: 0,
  unregistered: 0,
  damaged: 0,
  neverRan: 0,
};
const well = {
  attention: { failing: [], missed: [], damaged: [], unregistered: [], errors: [] },
  today: { ...none, success: 1_201, fail: 2, timeout: 1 },
  counts,
  runners: {
    active: { runnerId: 'r1', hostname: 'web-1', pid: 7, stateSince: '2026-01-31T08:00:00.000Z' },
    standby: 0,
    silentSince: null,
  },
  overdue: null,
  next: [{ scheduleId: 's', jobKey: 'billing.dunning', variant: '', at: '2026-01-31T08:30:12.000Z' }],
};
const silent = { active: null, standby: 0, silentSince: '2026-01-31T02:14:00.000Z' };

describe('the sentence of the overview', () => {
  it('says that all is well, what ran, and what comes next', () => {
    expect(overviewSentence(well, null, 'UTC', now)).toEqual({
      tone: 'good',
      headline: 'All well',
      rest: '1,204 runs since midnight, 3 failed, 0 missed. web-1 is active; next: billing.dunning in 12 s.',
    });
  });

  it('begins with what needs attention', () => {
    const { tone, headline } = overviewSentence(
      { ...well, counts: { ...counts, failing: 2, missed: 1, unregistered: 3 } },
      null,
      'UTC',
      now,
    );
    expect([tone, headline]).toEqual([
      'attention',
      '2 schedules are failing, 1 has missed a run, 3 have no registered job',
    ]);
  });

  it('says since when nothing runs, and what a runner started now would do', () => {
    const overdue = { due: 37, wouldRun: 9, wouldMiss: 28 };
    expect(overviewSentence({ ...well, runners: silent, overdue }, null, 'UTC', now)).toEqual({
      tone: 'bad',
      headline: 'Nothing has run since 02:14',
      rest: '37 runs are overdue; a runner started now would run 9 and record 28 as missed.',
    });
  });

  it('says so where no runner was ever active, and that others wait for the lock', () => {
    const runners = { active: null, standby: 2, silentSince: null };
    expect(
      overviewSentence(
        { ...well, runners, overdue: { due: 0, wouldRun: 0, wouldMiss: 0 } },
        null,
        'UTC',
        now,
      ),
    ).toEqual({
      tone: 'bad',
      headline: 'No runner has been active yet',
      rest: 'No run is overdue yet. 2 runners are on standby and waiting for the lock.',
    });
  });

  it('says before anything else that all firing is stopped, since when, by whom and why', () => {
    const stopped = {
      by: 'switch',
      since: '2026-01-31T08:00:00.000Z',
      reason: 'a move',
      actor: 'Ada',
    } as const;
    expect(overviewSentence(well, stopped, 'UTC', now)).toEqual({
      tone: 'bad',
      headline: 'All firing is stopped',
      rest: 'Since 08:00 (UTC), by Ada: “a move”. 1,204 runs since midnight, 3 failed, 0 missed. web-1 is active.',
    });
    const overdue = { due: 37, wouldRun: 9, wouldMiss: 28 };
    const without = overviewSentence({ ...well, runners: silent, overdue }, stopped, 'UTC', now);
    expect(without.rest).not.toContain('overdue');
  });
});
