import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunOutputDto } from '@zenpulse/contract';
import type { OutputLine, ReportedRun, RunnerSnapshot } from '@zenpulse/core/ports';
import { MAX_OUTPUT_WATCHES } from '@zenpulse/core/ports';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEvents } from './event-reader.ts';
import { execution, runnerSnapshot, T0 } from './samples.ts';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';

let admin: RunningAdmin;
beforeEach(async () => {
  admin = await startAdmin();
});
afterEach(() => admin.close());

const path = (runId: string) => `/api/runs/${encodeURIComponent(runId)}/output`;
/** With a heartbeat of the future, so that the runner stays alive for as long as the test takes. */
const report = async (changes: Partial<RunnerSnapshot>) => {
  await (await admin.backend.runners.open('runner-1')).write(runnerSnapshot(changes));
  const later = new Date(Date.now() + 3_600_000);
  await utimes(join(admin.stateDir, 'runners', 'runner-1', 'snapshot.json'), later, later);
};
const running = (runId: string, changes: Partial<ReportedRun> = {}): ReportedRun => ({
  runId,
  scheduleId: 's',
  jobKey: 'j',
  origin: 'schedule',
  scheduledAt: T0,
  coalescedCount: 1,
  startedAt: T0,
  timedOutAt: null,
  cancelledAt: null,
  ...changes,
});
const line = (seq: number, text = `line ${seq}`): OutputLine => ({ seq, at: T0 + seq, level: 'info', text });
const write = (runId: string, lines: readonly OutputLine[], isEnded = false) =>
  admin.backend.output.write([{ runId, lines, progress: { done: 1, total: 4 }, isEnded }]);
const get = async (runId: string, query = ''): Promise<RunOutputDto> => {
  const answer = await admin.get(path(runId) + query);
  expect(answer.status).toBe(200);
  return answer.json() as RunOutputDto;
};

describe('GET /api/runs/:runId/output', () => {
  it('makes a watch of a running job, and has what its runner writes then', async () => {
    await report({ runningNow: [running('r-1', { progress: { done: 0, total: 4 } })] });
    expect(await get('r-1')).toEqual({
      runId: 'r-1',
      lines: [],
      cut: 0,
      isRunning: true,
      isWaiting: false,
      progress: { done: 0, total: 4 },
    });
    expect(await admin.backend.output.watched()).toMatchObject([{ runId: 'r-1' }]);
    await write('r-1', [line(1), line(2)]);
    expect(await get('r-1')).toMatchObject({
      lines: [
        { seq: 1, at: new Date(T0 + 1).toISOString(), level: 'info', text: 'line 1' },
        { seq: 2, text: 'line 2' },
      ],
      progress: { done: 1, total: 4 },
    });
  });

  it('has the lines after the one that is known, and says how many are lost', async () => {
    await report({ runningNow: [running('r-1')] });
    await get('r-1');
    await write('r-1', [line(4), line(5), line(6)]);
    const seen = async (after: number) => {
      const { lines, cut } = await get('r-1', `?after=${after}`);
      return [lines.map(({ seq }) => seq), cut];
    };
    expect(await seen(0)).toEqual([[4, 5, 6], 3]);
    expect(await seen(2)).toEqual([[4, 5, 6], 1]);
    expect(await seen(3)).toEqual([[4, 5, 6], 0]);
    expect(await seen(5)).toEqual([[6], 0]);
    expect(await seen(6)).toEqual([[], 0]);
  });

  it('passes texts on as they are: page and terminal make them harmless', async () => {
    await report({ runningNow: [running('r-1')] });
    await get('r-1');
    const hostile = '<script>alert(1)</script>\u001B[2J\u0007\u202E';
    await write('r-1', [line(1, hostile)]);
    const answer = await admin.get(path('r-1'));
    expect((answer.json() as RunOutputDto).lines[0]?.text).toBe(hostile);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  it('says of a run whether it waits, runs or has ended', async () => {
    const waits = { ...running('w-1'), attempt: 1, dueAt: T0, waitsFor: 'place' } as const;
    await report({ runningNow: [running('r-1')], waitingNow: [waits] });
    await admin.backend.executions.append([execution('e-1')]);
    expect(await get('w-1')).toMatchObject({ isRunning: false, isWaiting: true });
    expect(await get('e-1')).toMatchObject({ isRunning: false, isWaiting: false, lines: [] });
    await get('r-1');
    await write('r-1', [line(1, 'the last')], true);
    expect(await get('r-1')).toMatchObject({
      isRunning: false,
      isWaiting: false,
      lines: [{ text: 'the last' }],
    });
    expect((await admin.backend.output.watched()).map(({ runId }) => runId).toSorted()).toEqual([
      'r-1',
      'w-1',
    ]);
  });

  it.each(['nobody', '00000000-0000-7000-8000-000000000000', 'constructor'])(
    'answers 404 for %s, which nobody knows, and watches nothing',
    async (runId) => {
      await report({ runningNow: [running('r-1')] });
      const answer = await admin.get(path(runId));
      expect([answer.status, errorOf(answer).code]).toEqual([404, 'not_found']);
      expect(await admin.backend.output.watched()).toEqual([]);
    },
  );

  it('watches no run of a runner that is dead', async () => {
    const report1 = await admin.backend.runners.open('runner-1');
    await report1.write(runnerSnapshot({ state: 'stopped', runningNow: [running('r-1')] }));
    expect((await admin.get(path('r-1'))).status).toBe(404);
  });

  it('refuses what is no id and no number', async () => {
    for (const query of ['?after=-1', '?after=1.5', '?after=', '?after=1&after=2', '?since=1'])
      expect((await admin.get(path('r-1') + query)).status, query).toBe(422);
    expect((await admin.get(path('a b'))).status).toBe(422);
  });

  it('refuses with 503 when too many runs are watched', async () => {
    await report({ runningNow: [running('r-1')] });
    for (let n = 0; n < MAX_OUTPUT_WATCHES; n += 1) await admin.backend.output.watch(`run-${n}`);
    const answer = await admin.get(path('r-1'));
    expect([answer.status, errorOf(answer).code]).toEqual([503, 'too_many_watches']);
  });

  it('announces that something was written as an event, which invalidates nothing else', async () => {
    await report({ runningNow: [running('r-1')] });
    await get('r-1');
    const reader = await readEvents(admin.port, '/zenpulse/api/events', {});
    await write('r-1', [line(1)]);
    await reader.until('output');
    expect(new Set(reader.kinds())).toEqual(new Set(['output']));
    reader.close();
  });
});
