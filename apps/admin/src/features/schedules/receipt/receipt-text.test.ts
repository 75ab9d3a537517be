import type { Receipt } from '@zenpulse/contract';
import { describe, expect, it } from 'vitest';
import { receiptText } from './receipt-text.ts';

const NOW = Date.parse('2026-01-31T08:12:30.000Z');
const SAVED = '2026-01-31T08:12:00.000Z';

const receipt = (changes: Partial<Receipt> = {}): Receipt => ({
  revision: 7,
  savedAt: SAVED,
  appliedAt: '2026-01-31T08:12:00.180Z',
  appliedAfterMs: 180,
  isExact: true,
  holder: 'fires',
  runnerId: 'runner-1',
  hostname: 'web-1',
  holderSeenAt: '2026-01-31T08:12:03.000Z',
  holderReadAt: '2026-01-31T08:12:00.180Z',
  noticedWithinMs: 1_000,
  nextRunAt: '2026-01-31T08:30:00.000Z',
  timezone: 'Europe/Berlin',
  enabled: true,
  registered: true,
  ...changes,
});
const textOf = (changes: Partial<Receipt>, now = NOW) => receiptText(receipt(changes), now);
const open = { appliedAt: null, appliedAfterMs: null };

describe('the receipt of a save', () => {
  it('says after how long it was applied, and when the next run is in the zone of the schedule', () => {
    expect(textOf({})).toEqual({
      tone: 'done',
      text: 'The runner on web-1 applied this after 180 ms. Next run 09:30 (Europe/Berlin).',
    });
  });

  it.each([
    [{ isExact: false, appliedAfterMs: 2_100 }, /applied this within 2\.1 s, with later changes\. Next run/],
    [{ appliedAfterMs: 0 }, /applied this at once\. Next run/],
    [{ appliedAfterMs: null }, /applied this\. Next run/],
    [{ enabled: false, nextRunAt: null }, /after 180 ms\. It will not run while disabled\.$/],
    [{ nextRunAt: null }, /after 180 ms\. There is no further run\.$/],
    [{ registered: false }, /after 180 ms\. It will not run: no runner has its job registered\.$/],
    [{ nextRunAt: '2026-02-01T08:30:15.000Z' }, /Next run 1 Feb, 09:30:15 \(Europe\/Berlin\)\.$/],
  ])('that is %j', (changes, text) => {
    const told = textOf(changes);
    expect(told.tone).toBe('done');
    expect(told.text).toMatch(text);
  });

  it('waits quietly at first, and then says when the runner last read the schedules', () => {
    expect(textOf(open, Date.parse(SAVED) + 2_000)).toEqual({
      tone: 'waiting',
      text: 'Waiting for the runner on web-1…',
    });
    expect(textOf({ ...open, holderReadAt: '2026-01-31T08:10:05.000Z' }).text).toBe(
      'The runner on web-1 has not applied this yet. It last read the schedules at 09:10:05 (Europe/Berlin).',
    );
    expect(textOf({ ...open, holderReadAt: null }).text).toBe(
      'The runner on web-1 has not applied this yet. It has not read any schedules yet.',
    );
  });

  it('says how long it may take where no signal reaches the runner, and waits for as long', () => {
    const distant = { ...open, noticedWithinMs: 10_000, holderReadAt: '2026-01-31T08:10:05.000Z' };
    expect(textOf(distant, Date.parse(SAVED) + 11_000)).toEqual({
      tone: 'waiting',
      text: 'Waiting for the runner on web-1, which notices a change from here within 10 s…',
    });
    expect(textOf(distant, Date.parse(SAVED) + 14_000).text).toMatch(/has not applied this yet/);
  });

  it('shows how long no runner has answered', () => {
    expect(textOf({ ...open, holder: 'gone', holderSeenAt: '2026-01-30T08:12:03.000Z' })).toEqual({
      tone: 'bad',
      text: 'Not applied yet: no runner has answered since 30 Jan, 09:12:03 (Europe/Berlin).',
    });
    expect(textOf({ ...open, holder: 'none', hostname: null, holderSeenAt: null })).toEqual({
      tone: 'bad',
      text: 'Not applied yet: no runner has ever reported.',
    });
    expect(textOf({ ...open, holder: 'stands-by' }).text).toBe(
      'Not applied yet: no runner is active, and the one on web-1 is on standby.',
    );
  });
});
