import type { SeenRunner } from '@zenpulse/core/ports';
import { REFERENCE_INSTANT, sampleSnapshot } from '@zenpulse/core/testing';
import { describe, expect, it } from 'vitest';
import { receiptOf, type ReceiptInput } from './receipt-of.ts';

const SAVED = REFERENCE_INSTANT;
const NOW = SAVED + 5_000;
const iso = (at: number) => new Date(at).toISOString();
const REVISION = 7;

const item: ReceiptInput['item'] = {
  updatedAt: iso(SAVED),
  enabled: true,
  timezone: 'Europe/Berlin',
  nextRunAt: iso(NOW + 60_000),
  registered: true,
  problems: [],
};

/** By default an active runner that applied the save after 180 ms. */
const seen = (changes: Partial<SeenRunner> = {}): SeenRunner => ({
  ...sampleSnapshot({ hostname: 'web-1', revision: REVISION, revisionAppliedAt: SAVED + 180 }),
  heartbeatAt: NOW - 500,
  heartbeatEverySeconds: 1,
  ...changes,
});
const receipt = (runners: readonly SeenRunner[], changes: Partial<ReceiptInput['item']> = {}) =>
  receiptOf({ item: { ...item, ...changes }, revision: REVISION, runners, hearers: null, now: NOW });

describe('a receipt', () => {
  it('names the runner that applied the save, and after how long', () => {
    expect(receipt([seen()])).toEqual({
      revision: REVISION,
      savedAt: iso(SAVED),
      appliedAt: iso(SAVED + 180),
      appliedAfterMs: 180,
      isExact: true,
      holder: 'fires',
      runnerId: 'runner-1',
      hostname: 'web-1',
      holderSeenAt: iso(NOW - 500),
      holderReadAt: iso(SAVED + 180),
      noticedWithinMs: 1_000,
      nextRunAt: iso(NOW + 60_000),
      timezone: 'Europe/Berlin',
      enabled: true,
      registered: true,
    });
  });

  it.each([
    ['one that hears a signal', {}, ['runner-1'], 1_000],
    ['another, as often as it looks', { syncEverySeconds: 30, isLocking: false }, [], 30_000],
    ['another under --lock, by each renewal', { syncEverySeconds: 30, isLocking: true }, [], 5_000],
    ['one that does not fire', { state: 'standby' }, ['runner-1'], null],
  ] as const)('says how long a save takes at most to reach %s', (_who, changes, hearers, noticedWithinMs) => {
    const input = { item, revision: REVISION, runners: [seen(changes)], hearers: new Set(hearers), now: NOW };
    expect(receiptOf(input)).toMatchObject({ noticedWithinMs });
  });

  it('knows only an upper bound when later changes came with it', () => {
    expect(receipt([seen({ revision: REVISION + 2, revisionAppliedAt: SAVED + 900 })])).toMatchObject({
      appliedAfterMs: 900,
      isExact: false,
    });
  });

  it('is never negative, whatever the clocks of two hosts say', () => {
    expect(receipt([seen({ revisionAppliedAt: SAVED - 3_000 })])).toMatchObject({
      appliedAt: iso(SAVED),
      appliedAfterMs: 0,
    });
  });

  it('is open while the runner has older schedules, or none', () => {
    const open = { appliedAt: null, appliedAfterMs: null, holder: 'fires', holderSeenAt: iso(NOW - 500) };
    const older = seen({ revision: REVISION - 1, revisionAppliedAt: SAVED - 60_000 });
    expect(receipt([older])).toMatchObject({ ...open, holderReadAt: iso(SAVED - 60_000) });
    expect(receipt([seen({ revision: null, revisionAppliedAt: null })])).toMatchObject({
      ...open,
      holderReadAt: null,
    });
  });

  it('is open while the runner has schedules of another history, whatever their revision', () => {
    for (const revision of [REVISION, REVISION + 40]) {
      const stranger = seen({ revision, revisionToken: 'of-another' });
      const input = { item, revision: REVISION, runners: [stranger], hearers: null, now: NOW };
      expect(receiptOf({ ...input, strangers: new Set(['runner-1']) })).toMatchObject({
        appliedAt: null,
        appliedAfterMs: null,
        isExact: false,
        holder: 'fires',
      });
    }
  });

  it('is open while no runner is active, even if a standby has applied it', () => {
    expect(receipt([seen({ state: 'standby' })])).toMatchObject({
      appliedAt: null,
      holder: 'stands-by',
      hostname: 'web-1',
    });
  });

  it('names the runner that was seen last when none is alive, dead or stopped', () => {
    const dead = seen({ runnerId: 'dead', heartbeatAt: NOW - 60_000 });
    const stopped = seen({ runnerId: 'stopped', state: 'stopped', heartbeatAt: NOW - 30_000 });
    expect(receipt([dead, stopped])).toMatchObject({
      appliedAt: null,
      holder: 'gone',
      runnerId: 'stopped',
      holderSeenAt: iso(NOW - 30_000),
    });
    expect(receipt([])).toMatchObject({ holder: 'none', runnerId: null, hostname: null, holderSeenAt: null });
  });

  it('prefers the active runner to standbys, and of several the first that applied it', () => {
    const late = seen({ runnerId: 'late', revision: 3, heartbeatAt: NOW });
    const second = seen({ runnerId: 'second', revisionAppliedAt: SAVED + 400 });
    const standby = seen({ runnerId: 'standby', state: 'standby', revisionAppliedAt: SAVED + 10 });
    expect(receipt([late, standby, second, seen()])).toMatchObject({ runnerId: 'runner-1' });
    expect(receipt([late, standby])).toMatchObject({ runnerId: 'late', appliedAt: null });
  });

  it('of a damaged row has no instant of the save', () => {
    const damaged = { problems: [{ path: 'cronMinute', message: 'expected minutes' }] };
    expect(receipt([seen()], damaged)).toMatchObject({
      savedAt: null,
      appliedAt: iso(SAVED + 180),
      appliedAfterMs: null,
    });
  });
});
