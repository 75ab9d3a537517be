import type { ChangeDto } from '@zenpulse/contract';
import { expect, it } from 'vitest';
import { marksIn } from '../figures/chart-marks.ts';
import { changeMarks } from './change-marks.ts';

const change = (more: Partial<ChangeDto>): ChangeDto => ({
  id: 'a',
  at: '2026-01-31T08:30:00.000Z',
  actor: 'Ada',
  origin: 'admin',
  scheduleId: 's',
  jobKey: 'job',
  variant: '',
  action: 'change',
  before: { maxRetries: 0 },
  after: { maxRetries: 3 },
  reason: null,
  bulkId: null,
  revertOf: null,
  ...more,
});

it('a mark says when, who and what; runs by hand have none', () => {
  const created = change({ action: 'create', before: null, actor: null, origin: 'cli' });
  const run = change({ action: 'run', before: null, after: { runId: 'r' } });
  expect(changeMarks([change({}), created, run], 'Europe/Berlin').map(({ text }) => text)).toEqual([
    '31 Jan, 09:30:00 GMT+1, Ada: Retries after a failure 0 → 3',
    '31 Jan, 09:30:00 GMT+1, Command line: created',
  ]);
});

it('marks lie in the hour or day of their slot', () => {
  const at = Date.parse('2026-01-31T08:30:00.000Z');
  const slot = { at: Date.parse('2026-01-31T08:00:00.000Z'), bucket: null };
  expect(marksIn([{ at, text: 'x' }], slot, 'hour')).toHaveLength(1);
  expect(marksIn([{ at: at + 1_800_000, text: 'x' }], slot, 'hour')).toEqual([]);
});
