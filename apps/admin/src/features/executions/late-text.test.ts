import { expect, it } from 'vitest';
import type { LateReason } from '@zenpulse/core/domain';
import { lateStartText, latenessText } from './late-text.ts';

it('shows how late a run was, and why if there is a reason', () => {
  expect(latenessText({ lateMs: 4_200, lateReason: 'blocked-loop' })).toBe(
    '4.2 s: a job blocked the event loop',
  );
  expect(latenessText({ lateMs: 12, lateReason: null })).toBe('12 ms');
  expect(latenessText({ lateMs: null, lateReason: null })).toBeNull();
});

it('makes a sentence of a late start, and none of one on time', () => {
  expect(lateStartText({ lateMs: 125_000, lateReason: 'queue' })).toBe(
    'Started 2 min 5 s late: it waited for a free place.',
  );
  expect(lateStartText({ lateMs: 999, lateReason: null })).toBeNull();
});

it('shows a reason that it does not know as it is', () => {
  expect(lateStartText({ lateMs: 2_000, lateReason: 'eclipse' as LateReason })).toBe(
    'Started 2 s late: eclipse.',
  );
});
