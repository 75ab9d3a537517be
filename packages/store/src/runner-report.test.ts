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

describe('the news of a report', () => {
  const news = (changes: Parameters<typeof sampleSnapshot>[0]) => newsOf(sampleSnapshot(changes));

  it('are not what changes with every run', () => {
    const busy = { runningNow: [sampleReportedRun()], waitingNow: [sampleWaitingRun()], waitingCount: 1 };
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
