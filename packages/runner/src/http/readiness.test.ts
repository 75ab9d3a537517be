import type { EngineGauges } from '@zenpulse/core/engine';
import { describe, expect, it } from 'vitest';
import { sampleGauges } from '../../test/sample-gauges.ts';
import { unreadiness } from './readiness.ts';

const codes = (gauges: Partial<EngineGauges> | null, isStopping = false) =>
  unreadiness(gauges === null ? null : sampleGauges(gauges), isStopping).map(({ code }) => code);

describe('a runner is ready', () => {
  it('when it fires', () => expect(codes({})).toEqual([]));

  it('as a standby that knows the schedules', () =>
    expect(codes({ state: 'standby', isLeaseHeld: false })).toEqual([]));
});

describe('a runner is not ready', () => {
  it('before it has an engine', () => expect(codes(null)).toEqual(['starting']));

  it('while it stops, whatever else', () =>
    expect(codes({ isDatabaseAway: true }, true)).toEqual(['stopping']));

  it('before it has read the schedules', () =>
    expect(codes({ revision: null })).toEqual(['schedules-unread']));

  it('with an empty database it is: revision 0 was read', () => expect(codes({ revision: 0 })).toEqual([]));

  it('for each thing that is wrong', () =>
    expect(
      codes({ revision: null, isDatabaseAway: true, isReportFailing: true, isJournalDegraded: true }),
    ).toEqual(['schedules-unread', 'database-away', 'report-failing', 'journal-degraded']));
});
