import type { ExecutionItem } from '@zenpulse/contract';
import { describe, expect, it } from 'vitest';
import { csvOf, jsonOf } from './export-text.ts';

const execution: ExecutionItem = {
  id: '0190',
  jobKey: 'billing.charge',
  variant: '',
  scheduleId: 's1',
  status: 'fail',
  reason: null,
  origin: 'schedule',
  scheduledAt: '2026-01-31T08:30:00.000Z',
  runTime: '2026-01-31T08:30:00.012Z',
  durationMs: 1_200,
  lateMs: 12,
  lateReason: null,
  attempt: 1,
  coalescedCount: 1,
  heldBy: null,
  exceptionType: 'CardError',
  exceptionMessage: 'Card 4711 was declined',
  hostname: 'web-1',
  pid: 4711,
  hasTraceback: true,
  hasOutput: false,
  params: null,
  hasParams: false,
};
const lines = (changes: Partial<ExecutionItem>) => csvOf([{ ...execution, ...changes }]).split('\r\n');

describe('executions as comma-separated values', () => {
  it('have a heading, a line each, and nothing for what is null', () => {
    expect(lines({})).toEqual([
      'id,jobKey,variant,scheduleId,status,reason,origin,scheduledAt,runTime,durationMs,lateMs,attempt,coalescedCount,exceptionType,exceptionMessage,hostname,pid',
      '0190,billing.charge,,s1,fail,,schedule,2026-01-31T08:30:00.000Z,2026-01-31T08:30:00.012Z,1200,12,1,1,CardError,Card 4711 was declined,web-1,4711',
      '',
    ]);
  });

  it.each(['=1+1', '+49', '-2', '@SUM(A1)', '\t=1', '\r=1'])('keep %j a text in a spreadsheet', (text) => {
    expect(csvOf([{ ...execution, exceptionMessage: text }])).toContain(`,"'${text}",web-1`);
  });

  it('quote commas, quotes and line breaks', () => {
    expect(csvOf([{ ...execution, exceptionMessage: 'a "b",\nc' }])).toContain(',"a ""b"",\nc",web-1');
  });
});

it('executions as JSON keep everything', () => {
  expect(JSON.parse(jsonOf([execution]))).toEqual([execution]);
});
