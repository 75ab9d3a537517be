import { readFile } from 'node:fs/promises';
import { SCHEDULE_DEFAULTS, scheduleFields } from '@zenpulse/core/domain';
import { expect, it } from 'vitest';

const schedules = await readFile(new URL('../../../docs/schedules.md', import.meta.url), 'utf8');

it('docs/schedules.md has each field with its default, in the order of the rules', () => {
  const section = schedules.split(/^## /m).find((text) => text.startsWith('Every field')) ?? '';
  const rows = [...section.matchAll(/^\| `(\w+)` +\| [^|]+\| ([^|]*?) +\|/gm)];
  const documented = rows.map(([, name, told = '']) => [name, told.replaceAll('`', '')]);
  const defaults: Readonly<Record<string, unknown>> = { ...SCHEDULE_DEFAULTS, timezone: 'the default zone' };
  const expected = Object.keys(scheduleFields).map((name) => [name, defaultText(defaults[name])]);
  expect(documented).toEqual(expected);
});

function defaultText(value: unknown): string {
  if (value === undefined) return '';
  if (value === '') return "''";
  return typeof value === 'string' ? value : JSON.stringify(value);
}
