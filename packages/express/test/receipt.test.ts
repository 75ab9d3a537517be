import type { Receipt } from '@zenpulse/contract';
import type { RunnerSnapshot } from '@zenpulse/core/ports';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createdSchedule, intervalBody, runnerSnapshot } from './samples.ts';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';

let admin: RunningAdmin;
beforeEach(async () => {
  admin = await startAdmin();
});
afterEach(() => admin.close());

const report = async (changes: Partial<RunnerSnapshot>) =>
  (await admin.backend.runners.open('runner-1')).write(runnerSnapshot({ hostname: 'web-1', ...changes }));
const receipt = async (id: string) => (await admin.get(`/api/schedules/${id}/receipt`)).json() as Receipt;

describe('GET /api/schedules/:id/receipt', () => {
  it('is open until a runner reports the revision of the row, and then says how long that took', async () => {
    const { id, updatedAt } = await createdSchedule(admin, intervalBody('a', { timezone: 'Asia/Dhaka' }));
    expect(await receipt(id)).toMatchObject({
      holder: 'none',
      savedAt: updatedAt,
      appliedAt: null,
      holderSeenAt: null,
    });
    const { revision } = await receipt(id);
    await report({ revision: revision - 1, revisionAppliedAt: Date.parse(updatedAt) - 5 });
    expect(await receipt(id)).toMatchObject({ holder: 'fires', appliedAt: null, hostname: 'web-1' });
    const appliedAt = Date.parse(updatedAt) + 180;
    await report({ revision, revisionAppliedAt: appliedAt });
    expect(await receipt(id)).toStrictEqual({
      revision,
      savedAt: updatedAt,
      appliedAt: new Date(appliedAt).toISOString(),
      appliedAfterMs: 180,
      isExact: true,
      holder: 'fires',
      runnerId: 'runner-1',
      hostname: 'web-1',
      holderSeenAt: expect.stringMatching(/Z$/) as string,
      holderReadAt: new Date(appliedAt).toISOString(),
      noticedWithinMs: 1_000,
      nextRunAt: expect.stringMatching(/Z$/) as string,
      timezone: 'Asia/Dhaka',
      enabled: true,
      registered: false,
    });
  });

  it('is open again after each save, a switch off included', async () => {
    const { id } = await createdSchedule(admin, intervalBody('a'));
    const before = await receipt(id);
    await report({ revision: before.revision, revisionAppliedAt: Date.now() });
    await admin.patch(`/api/schedules/${id}`, { version: 1, enabled: false });
    const after = await receipt(id);
    expect(after.revision).toBeGreaterThan(before.revision);
    expect(after).toMatchObject({ appliedAt: null, enabled: false, nextRunAt: null });
    await report({ revision: after.revision, revisionAppliedAt: Date.now() });
    expect(await receipt(id)).toMatchObject({ isExact: true, enabled: false, nextRunAt: null });
  });

  it('stays what it was while others are saved', async () => {
    const { id } = await createdSchedule(admin, intervalBody('a'));
    const { revision } = await receipt(id);
    await createdSchedule(admin, intervalBody('b'));
    await report({ revision: revision + 1, revisionAppliedAt: Date.now() });
    expect(await receipt(id)).toMatchObject({ revision, isExact: false });
  });

  it('of a schedule that is gone is 404', async () => {
    const answer = await admin.get('/api/schedules/nobody/receipt');
    expect([answer.status, errorOf(answer).code]).toEqual([404, 'not_found']);
  });
});
