import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DumpError, readDump } from './read-dump.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const row = (model: string, job_key = 'a') => ({ model, pk: 1, fields: { job_key } });
const SCHEDULE = row('zenpulse_scheduler.scheduleconfig');
const EXECUTION = row('zenpulse_scheduler.jobexecutionlog');

describe('a dump', () => {
  it('of Django is read, in its order', () => {
    const dump = readDump(readFileSync(new URL('fixtures/django-dump.json', import.meta.url)));
    expect([dump.schedules.length, dump.executions.length, dump.otherRows]).toEqual([18, 4, 0]);
    expect(dump.schedules[2]).toMatchObject({ place: 3, jobKey: 'weekly_cleanup' });
    expect(dump.executions[0]?.place).toBe(19);
  });

  it('may be lines of JSON, and of a whole project', () => {
    const lines = [SCHEDULE, row('auth.user'), EXECUTION].map((each) => JSON.stringify(each)).join('\n');
    expect(readDump(bytes(`${lines}\n\n`))).toMatchObject({
      schedules: [{ place: 1 }],
      executions: [{ place: 3 }],
      otherRows: 1,
    });
  });

  it('may have no primary keys', () => {
    const { schedules } = readDump(bytes(JSON.stringify([{ ...SCHEDULE, pk: undefined }])));
    expect(schedules).toHaveLength(1);
  });

  it.each([
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${JSON.stringify([SCHEDULE])}`, 'utf8')],
    [
      'UTF-16, as a shell of Windows redirects',
      Buffer.from(`\uFEFF${JSON.stringify([SCHEDULE])}`, 'utf16le'),
    ],
  ])('may be %s', (_what, file) => {
    expect(readDump(file).schedules[0]).toMatchObject({ jobKey: 'a', variant: '' });
  });

  it('may be empty', () => expect(readDump(bytes('[]')).schedules).toEqual([]));
});

it.each([
  ['', 'expected the JSON of "zenpulse export" or of "manage.py dumpdata", got ""'],
  ['<?xml version="1.0"?>', 'expected the JSON of "zenpulse export" or of "manage.py dumpdata", got "<?xml'],
  ['- model: x', 'expected the JSON of "zenpulse export" or of "manage.py dumpdata", got "- model: x"'],
  ['[{"model":', 'expected JSON: '],
  ['{"model":"x","fields":{}}\n{"mod', 'expected line 2 to be JSON: '],
  ['[{"job_key":"a"}]', 'row 1: expected an object with "model" and "fields", got {"job_key":"a"}'],
  ['[null]', 'row 1: expected an object with "model" and "fields", got null'],
  ['[{"model":"x","fields":[]}]', 'row 1: expected an object with "model" and "fields"'],
])('%j is refused', (text, message) => {
  expect(() => readDump(bytes(text))).toThrow(DumpError);
  expect(() => readDump(bytes(text))).toThrow(message);
});
