import { expect, it } from 'vitest';
import { runnerDifferences, type ComparedRunner } from './runner-differences.ts';

const runner = (changes: Partial<ComparedRunner> = {}): ComparedRunner => ({
  runnerId: 'r1',
  hostname: 'web-1',
  version: '1.0.0',
  zoneData: '2026c',
  timezone: 'UTC',
  isActive: true,
  jobKeys: ['report', 'clean'],
  ...changes,
});
const standby = (changes: Partial<ComparedRunner> = {}) =>
  runner({ runnerId: 'r2', hostname: 'web-2', isActive: false, ...changes });

it('finds nothing between equal runners, whatever the order of their jobs', () => {
  expect(runnerDifferences(runner(), standby({ jobKeys: ['clean', 'report'] }))).toEqual([]);
});

it('reports that the active runner skips jobs that only a standby has', () => {
  const newer = standby({ jobKeys: ['report', 'clean', 'invoice'] });
  expect(runnerDifferences(runner(), newer)).toEqual([
    'This runner lacks the job invoice of the runner r2 on web-2: its occurrences are skipped now.',
  ]);
  expect(runnerDifferences(newer, runner())).toEqual([
    'The runner r1 on web-1 lacks the job invoice: its occurrences are skipped now.',
  ]);
});

it('reports that jobs which a standby lacks would be skipped after a takeover', () => {
  expect(runnerDifferences(runner(), standby({ jobKeys: [] }))).toEqual([
    'The runner r2 on web-2 lacks jobs clean, report: their occurrences would be skipped after a takeover.',
  ]);
});

it('names ten of many jobs', () => {
  const jobKeys = Array.from({ length: 12 }, (_, i) => `job-${String(i).padStart(2, '0')}`);
  expect(runnerDifferences(runner({ jobKeys }), standby({ jobKeys: [] }))[0]).toContain('job-09 and 2 more');
});

it('compares version, time zone data and default zone, where both report them', () => {
  expect(
    runnerDifferences(runner(), standby({ version: '1.1.0', zoneData: '2025c', timezone: 'Europe/Berlin' })),
  ).toEqual([
    'Version: 1.0.0 here, 1.1.0 on the runner r2 on web-2.',
    'Time zone data: 2026c here, 2025c on the runner r2 on web-2.',
    'Default zone: UTC here, Europe/Berlin on the runner r2 on web-2.',
  ]);
  const { zoneData: _, ...older } = standby();
  expect(runnerDifferences(runner(), older)).toEqual([]);
});
