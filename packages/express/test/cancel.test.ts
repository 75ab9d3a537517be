import { newId } from '@zenpulse/store';
import type { ReportedRun, RunnerSnapshot } from '@zenpulse/core/ports';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { execution, runnerSnapshot, T0 } from './samples.ts';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';

let admin: RunningAdmin;
beforeAll(async () => {
  admin = await startAdmin();
});
afterAll(() => admin.close());
afterEach(async () => {
  await admin.backend.cancelRequests.forget(await asked());
});

const path = (runId: string) => `/api/runs/${encodeURIComponent(runId)}/cancel`;
const asked = async () => (await admin.backend.cancelRequests.list()).map(({ runId }) => runId);
const report = async (changes: Partial<RunnerSnapshot>) =>
  (await admin.backend.runners.open('runner-1')).write(runnerSnapshot(changes));
const running = (runId: string): ReportedRun => ({
  runId,
  scheduleId: 's',
  jobKey: 'j',
  origin: 'schedule',
  scheduledAt: T0,
  coalescedCount: 1,
  startedAt: T0,
  timedOutAt: null,
  cancelledAt: null,
});

describe('POST /api/runs/:runId/cancel', () => {
  it('asks the runners, once for any number of times, and sends them a hint', async () => {
    await report({ runningNow: [running('r-1')] });
    const before = await admin.backend.schedules.readRevision();
    for (const body of [undefined, {}]) {
      const answer = await admin.post(path('r-1'), body);
      expect([answer.status, answer.json()]).toEqual([202, { runId: 'r-1' }]);
    }
    expect(await asked()).toEqual(['r-1']);
    expect((await admin.backend.schedules.readRevision()).revision).toBe(before.revision + 1);
  });

  it('takes a run that is too young to be reported', async () => {
    const runId = newId();
    expect((await admin.post(path(runId))).status).toBe(202);
    expect(await asked()).toEqual([runId]);
  });

  it.each(['nobody', '00000000-0000-7000-8000-000000000000', 'constructor', '..'])(
    'answers 404 for %s, which nobody knows',
    async (runId) => {
      const answer = await admin.post(path(runId));
      expect([answer.status, errorOf(answer)]).toEqual([
        404,
        { code: 'not_found', message: expect.stringContaining(runId) as string },
      ]);
      expect(await asked()).toEqual([]);
    },
  );

  it('answers 409 for one that has ended, and for one that was told to end already', async () => {
    await admin.backend.executions.append([execution('e-1', { status: 'success' })]);
    await report({ runningNow: [{ ...running('late'), timedOutAt: T0 + 1 }] });
    for (const [runId, how] of [
      ['e-1', 'success'],
      ['late', 'timeout'],
    ] as const) {
      const answer = await admin.post(path(runId));
      expect([answer.status, errorOf(answer).code]).toEqual([409, 'run_ended']);
      expect(errorOf(answer).message).toContain(`the run ${runId} has ended: ${how}`);
    }
    expect(await asked()).toEqual([]);
  });

  it.each([
    'a b',
    ' r',
    'x'.repeat(65),
    "r';DROP TABLE zenpulse_run_request;--",
    '../../runners',
    'r\0',
    '日本',
    '<img src=x>',
    'r\n',
  ])('refuses the id %j by name', async (runId) => {
    const answer = await admin.post(path(runId));
    expect([answer.status, errorOf(answer).code]).toEqual([422, 'validation_failed']);
    expect(errorOf(answer).issues).toEqual([
      { path: 'runId', message: expect.stringMatching(/^expected the id of a run: .*, got "/) as string },
    ]);
  });

  it('refuses a body with anything in it', async () => {
    await report({ runningNow: [running('r-1')] });
    for (const body of [{ runId: 'r-2' }, [], 'now', null, 7]) {
      const answer = await admin.post(path('r-1'), body);
      expect([answer.status, errorOf(answer).code]).toEqual([422, 'validation_failed']);
    }
    expect(await asked()).toEqual([]);
  });

  it('is for nobody who may not enter, and for no other site', async () => {
    await report({ runningNow: [running('r-1')] });
    const foreign = await admin.send({
      method: 'POST',
      path: path('r-1'),
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect([foreign.status, errorOf(foreign).code]).toEqual([403, 'forbidden']);
    const stranger = await admin.send({
      method: 'POST',
      path: path('r-1'),
      headers: { host: 'evil.example' },
    });
    expect([stranger.status, errorOf(stranger).code]).toEqual([401, 'unauthorized']);
    const form = await admin.send({
      method: 'POST',
      path: path('r-1'),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'a=b',
    });
    expect(form.status).toBe(415);
    expect(await asked()).toEqual([]);
  });
});
