import { expect, it } from 'vitest';
import { stoppedText } from './stopped-text.ts';

const now = Date.parse('2026-01-31T12:00:00Z');
const stopped = { by: 'switch', since: '2026-01-31T08:30:00.000Z', reason: 'a move', actor: 'Ada' } as const;

it('says since when, who and why, as far as it is known', () => {
  expect(stoppedText(stopped, 'UTC', now)).toBe('Since 08:30 (UTC), by Ada: “a move”.');
  expect(stoppedText({ ...stopped, actor: null }, 'Europe/Berlin', now)).toBe(
    'Since 09:30 (Europe/Berlin): “a move”.',
  );
  expect(stoppedText({ ...stopped, reason: null, since: null }, 'UTC', now)).toBe('By Ada.');
});

it('says of a setting that this page cannot lift it', () => {
  const setting = { by: 'setting', since: null, reason: null, actor: null } as const;
  expect(stoppedText(setting, 'UTC', now)).toContain('This page cannot lift it');
});
