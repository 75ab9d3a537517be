import type { JobDto } from '@zenpulse/contract';
import { expect, it } from 'vitest';
import { codeDefaults, codeDefaultsText } from './code-defaults.ts';

const job: JobDto = {
  jobKey: 'report',
  definedAt: 'jobs.ts:1',
  declared: null,
  defaults: { maxInstances: 5, logPolicy: 'all', misfireGraceTime: null, coalesce: false, params: { a: 1 } },
  isolation: 'inline',
  schedules: [],
  isRestorable: false,
};

it('finds what the code says of a job that a runner reports', () => {
  expect(codeDefaults([job], 'report')).toBe(job.defaults);
  expect(codeDefaults([job], 'repor')).toEqual({});
});

it('names the fields as the form does', () => {
  expect(codeDefaultsText(job.defaults)).toBe(
    'By its code: Instances at a time 5 · Log policy all · Grace time in seconds without limit · ' +
      'Run once for several missed occurrences no · Parameters (JSON) {"a":1}',
  );
  expect(codeDefaultsText({})).toBe(null);
});
