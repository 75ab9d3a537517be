import { describe, expect, it } from 'vitest';
import { migrationReport } from './migration-report.ts';

const known = ['0001_first', '0002_second', '0003_third'].map((name) => ({ name, sql: `-- ${name}` }));
const at = (name: string, appliedAt: number | null) => ({ name, appliedAt });

describe('the migrations of a database', () => {
  const reportOf = (...applied: ReturnType<typeof at>[]) =>
    migrationReport({ known, applied, preamble: 'SET x', scriptOf: ({ sql }) => `BEGIN; ${sql}; COMMIT;` });

  it('fit when all of them were applied', () => {
    const applied = [at('0001_first', 1), at('0002_second', 2), at('0003_third', 2)];
    expect(reportOf(...applied.toReversed())).toEqual({
      fits: 'ok',
      problem: null,
      applied,
      pending: [],
      preamble: 'SET x',
    });
  });

  it('are older when some are pending, which are told with their scripts', () => {
    const report = reportOf(at('0001_first', 1), at('0003_third', null));
    expect(report).toMatchObject({
      fits: 'older',
      problem: expect.stringMatching(/0002_second is missing.*"npx zenpulse migrate"$/) as string,
      pending: [{ name: '0002_second', script: 'BEGIN; -- 0002_second; COMMIT;' }],
    });
    expect(report.applied).toHaveLength(2);
  });

  it('are all pending where there are no tables', () => {
    const report = reportOf();
    expect([report.fits, report.pending.length]).toEqual(['older', 3]);
    expect(report.problem).toMatch(/no tables of ZenPulse yet/);
  });

  it('are newer when one of them is unknown, whatever else is pending', () => {
    const report = reportOf(at('0001_first', 1), at('9999_later', 5));
    expect([report.fits, report.problem]).toEqual([
      'newer',
      expect.stringMatching(/9999_later is unknown to /),
    ]);
  });
});
