import type { JobDto } from '@zenpulse/contract';
import { expect, it } from 'vitest';
import { codeDefaults, codeDefaultsText } from './code-defaults.ts';

const job: JobDto = {
  jobKey: 'report',
  definedAt: 'jobs.ts:1',
  declared: null,
  defaults: { maxInstances: 5, logPolicy: 'all', misfireGraceTime: null, coalesce: false, params: { a: 1 } },
  isolation: 'inline',
  paramsSchema: null,
  schedules: [],
  isRestorable: false,
};

it('finds the defaults of a job that a runner reports', () => {
  expect(codeDefaults([job], 'report')).toBe(job.defaults);
  expect(codeDefaults([job], 'repor')).toEqual({});
});

it('names the fields as the form does', () => {
  expect(codeDefaultsText(job.defaults)).toBe(
    'Defaults from code: runs at the same time: 5 · log all runs · start at most … seconds late: no limit · ' +
      'combine missed runs into one: no · parameters (JSON): {"a":1}',
  );
  expect(codeDefaultsText({ note: 'for Ann' })).toBe('Defaults from code: a note');
  expect(codeDefaultsText({})).toBe(null);
});
