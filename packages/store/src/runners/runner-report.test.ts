import { sampleReportedRun, sampleSnapshot, sampleWaitingRun } from '@zenpulse/core/testing';
import { describe, expect, it } from 'vitest';
import { newsOf, readReport, toReport } from './runner-report.ts';

const reread = (changes: object) =>
  readReport({ ...toReport(sampleSnapshot({ runningNow: [sampleReportedRun()] })), ...changes });

describe('a report', () => {
  it('is read as it was written', () => {
    expect(reread({})).toEqual(sampleSnapshot({ runningNow: [sampleReportedRun()] }));
  });

  it('of a release that did not know all of it yet is read all the same', () => {
    const { cancelledAt: _, ...oldRun } = sampleReportedRun();
    const { stateSince: __, epoch: ___, waitingNow: ____, waitingCount: _____, ...old } = sampleSnapshot();
    expect(readReport({ format: 2, ...old, runningNow: [oldRun] })).toEqual(
      sampleSnapshot({ runningNow: [sampleReportedRun()], stateSince: old.startedAt }),
    );
  });

  it.each([[{ format: 3 }], [{ format: undefined }]])('of another format is none: %j', (changes) => {
    expect(reread(changes)).toBeNull();
  });

  it.each([null, undefined, 'text', 7, [], {}])('is none: %j', (json) => {
    expect(readReport(json)).toBeNull();
  });
});

describe('a report with values that are none', () => {
  it.each<[string, object]>([
    ['runningNow', { runningNow: 5 }],
    ['runningNow', { runningNow: null }],
    ['runningNow.0', { runningNow: [null] }],
    ['runningNow.0.startedAt', { runningNow: [{ ...sampleReportedRun(), startedAt: 'now' }] }],
    ['waitingNow', { waitingNow: {} }],
    ['waitingNow.0', { waitingNow: ['x'] }],
    ['jobs', { jobs: 'all' }],
    ['jobs.0', { jobs: [7] }],
    ['events.0.at', { events: [{ at: null, kind: 'x', text: 'x' }] }],
    ['events.0.at', { events: [{ at: 1e300, kind: 'x', text: 'x' }] }],
    ['freshLastRuns', { freshLastRuns: [] }],
    ['freshLastRuns.a', { freshLastRuns: { a: null } }],
    ['startedAt', { startedAt: '2026' }],
    ['stateSince', { stateSince: {} }],
    ['revisionAppliedAt', { revisionAppliedAt: -9e15 }],
    ['state', { state: 'flying' }],
    ['state', { state: 5 }],
    ['next.0', { next: [7] }],
    ['next.0.1', { next: [['a', '2026']] }],
    ['problems', { problems: 'none' }],
    ['hostname', { hostname: ['x'] }],
    ['pid', { pid: '1' }],
  ])('is a runner that cannot be read, and names %s: %j', (where, changes) => {
    const seen = reread(changes);
    expect(seen).toMatchObject({
      runnerId: sampleSnapshot().runnerId,
      state: 'stopped',
      jobs: [],
      runningNow: [],
    });
    expect(seen?.problems).toEqual([
      `The report of this runner cannot be read: the value of ${where} is of another kind than expected. Another version, or another program, wrote it.`,
    ]);
  });

  it.each([[undefined], [5], [null], [{}]])('has a name in any case: %j', (runnerId) => {
    expect(readReport({ ...toReport(sampleSnapshot()), runnerId }, 'folder')?.runnerId).toBe('folder');
    expect(readReport({ ...toReport(sampleSnapshot()), runnerId })?.runnerId).toBe('unreadable');
  });

  it('keeps fields that a newer runner adds', () => {
    expect(reread({ added: { later: 1 } })).toMatchObject({ added: { later: 1 } });
  });
});

describe('the news of a report', () => {
  const news = (changes: Parameters<typeof sampleSnapshot>[0]) => newsOf(sampleSnapshot(changes));

  it('are not what changes with every run', () => {
    const busy = {
      runningNow: [sampleReportedRun()],
      waitingNow: [sampleWaitingRun()],
      waitingCount: 1,
      next: [['a', 1]] as const,
    };
    expect(news(busy)).toBe(news({}));
  });

  it('are that a run was cancelled, and that it is gone', () => {
    const cancelled = { runningNow: [sampleReportedRun({ cancelledAt: 1 })] };
    expect(news(cancelled)).not.toBe(news({ runningNow: [sampleReportedRun()] }));
    expect(news(cancelled)).not.toBe(news({}));
  });

  it('are its state and its revision', () => {
    expect(news({ state: 'standby' })).not.toBe(news({}));
    expect(news({ revision: 9 })).not.toBe(news({}));
  });
});
