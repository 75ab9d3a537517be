import type { Preview, ScheduleDto } from '@zenpulse/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';

const EVERY_DAY = 86_400_000;

let admin: RunningAdmin;
beforeAll(async () => {
  admin = await startAdmin({ options: { timezone: 'Asia/Dhaka' } });
});
afterAll(() => admin.close());

async function preview(body: object): Promise<Preview> {
  const answer = await admin.post('/api/preview', body);
  expect(answer.status).toBe(200);
  return answer.json() as Preview;
}

async function create(body: object): Promise<ScheduleDto> {
  const answer = await admin.post('/api/schedules', body);
  expect(answer.status).toBe(201);
  return answer.json() as ScheduleDto;
}

describe('POST /api/preview', () => {
  it('answers description, runs and warnings, and five runs by default', async () => {
    const body = { triggerType: 'interval', intervalValue: 1, intervalUnit: 'hours' };
    const found = await preview(body);
    expect(Object.keys(found).sort()).toEqual([
      'change',
      'clockChange',
      'description',
      'runs',
      'sameMinute',
      'warnings',
    ]);
    expect(found).toMatchObject({ description: 'Every hour', warnings: [] });
    expect(found.runs).toHaveLength(5);
    expect((await preview({ ...body, count: 50 })).runs).toHaveLength(50);
  });

  it('counts an interval from the anchor it is given', async () => {
    const anchorAt = '2020-01-01T00:00:07.000Z';
    const before = Date.now();
    const { runs } = await preview({
      triggerType: 'interval',
      intervalValue: 10,
      intervalUnit: 'minutes',
      anchorAt,
    });
    const offsets = runs.map((run) => (Date.parse(run) - Date.parse(anchorAt)) % 600_000);
    expect(offsets).toEqual([0, 0, 0, 0, 0]);
    expect(Date.parse(runs[0] ?? '')).toBeGreaterThan(before);
    expect(Date.parse(runs[0] ?? '')).toBeLessThanOrEqual(Date.now() + 600_000);
  });

  it('starts one interval after an anchor that is still to come', async () => {
    const { runs } = await preview({
      triggerType: 'interval',
      intervalValue: 1,
      intervalUnit: 'days',
      anchorAt: '2999-12-31T00:00:00Z',
      count: 2,
    });
    expect(runs).toEqual(['3000-01-01T00:00:00.000Z', '3000-01-02T00:00:00.000Z']);
  });

  it('reads a cron in the default zone where none is given', async () => {
    const { description, runs, warnings } = await preview({
      triggerType: 'cron',
      cronMinute: '30',
      cronHour: '8',
    });
    expect([description, warnings]).toEqual(['Every day at 08:30', []]);
    expect(runs.map((run) => run.slice(10))).toEqual(Array<string>(5).fill('T02:30:00.000Z'));
    const gaps = runs.slice(1).map((run, index) => Date.parse(run) - Date.parse(runs[index] ?? ''));
    expect(gaps).toEqual(Array<number>(4).fill(EVERY_DAY));
  });

  it('warns that day of month and day of week must both match', async () => {
    const { runs, warnings } = await preview({
      triggerType: 'cron',
      cronMinute: '0',
      cronHour: '0',
      cronDay: '13',
      cronDayOfWeek: 'fri',
      timezone: 'UTC',
    });
    expect(warnings).toEqual([expect.stringContaining('must both match')]);
    for (const run of runs) expect([new Date(run).getUTCDate(), new Date(run).getUTCDay()]).toEqual([13, 5]);
  });

  it('stores nothing', async () => {
    const before = await admin.backend.schedules.readRevision();
    await preview({ triggerType: 'cron' });
    expect((await admin.get('/api/schedules')).json()).toMatchObject({ total: 0 });
    expect(await admin.backend.schedules.readRevision()).toEqual(before);
  });

  it.each([
    ['count', { count: 0 }],
    ['count', { count: 51 }],
    ['count', { count: '5' }],
    ['anchorAt', { anchorAt: 'yesterday' }],
    ['anchorAt', { anchorAt: 0 }],
    ['cronDay', { triggerType: 'cron', cronDay: '31', cronMonth: 'feb' }],
    ['cronMinute', { triggerType: 'cron', cronMinute: '60' }],
    ['timezone', { timezone: '+01:00' }],
    ['intervalValue', { intervalValue: 0 }],
    ['intervalUnit', { intervalUnit: null }],
    ['triggerType', { triggerType: 'sometimes' }],
  ])('names %s when it refuses %j', async (path, more) => {
    const answer = await admin.post('/api/preview', {
      triggerType: 'interval',
      intervalValue: 1,
      intervalUnit: 'hours',
      ...more,
    });
    expect([answer.status, errorOf(answer).code]).toEqual([422, 'validation_failed']);
    expect(errorOf(answer).issues).toEqual([
      { path, message: expect.stringMatching(/^(?:expected|Use) .*([,;] got .+|: no date)/) },
    ]);
  });

  it.each(['jobKey', 'id', 'version', 'enabled'])('does not know %s', async (path) => {
    const answer = await admin.post('/api/preview', { triggerType: 'cron', [path]: 'x' });
    expect(answer.status).toBe(422);
    expect(errorOf(answer).issues).toEqual([{ path, message: 'unknown field' }]);
  });

  it('says what saving changes, compared with the stored schedule', async () => {
    const { id } = await create({
      jobKey: 'mornings',
      triggerType: 'cron',
      cronMinute: '0',
      cronHour: '8',
      timezone: 'UTC',
    });
    const { change } = await preview({
      triggerType: 'cron',
      cronMinute: '0',
      cronHour: '8,20',
      timezone: 'UTC',
      scheduleId: id,
    });
    expect(change).toMatchObject({ before: 7, after: 14, gained: 7, lost: 0, firstLostAt: null });
    expect(change?.firstGainedAt).toMatch(/T20:00:00.000Z$/);
  });

  it('heeds the pause, the exceptions and the blackout windows of the schedule', async () => {
    const trigger = { triggerType: 'cron', cronMinute: '30', timezone: 'UTC' };
    const pausedUntil = new Date(Date.now() + 90 * 60_000).toISOString();
    const { id } = await create({ ...trigger, jobKey: 'held', pausedUntil, blackouts: ['closed'] });
    const asked = { ...trigger, scheduleId: id };
    const { runs, warnings, change } = await preview(asked);
    const isPaused = (run: string | undefined) => (run ?? '') < pausedUntil;
    expect([isPaused(runs[0]), isPaused((await preview(trigger)).runs[0])]).toEqual([false, true]);
    expect(warnings).toEqual([
      `The schedule is paused until ${pausedUntil}: it does not run before.`,
      expect.stringMatching(/^This blackout window does not exist, so it has no effect: closed/),
    ]);
    expect(change).toMatchObject({ gained: 0, lost: 0 });

    const skipped = await admin.post(`/api/schedules/${id}/skip`, { scheduledAt: runs[0] });
    expect(skipped.status).toBe(200);
    expect((await preview(asked)).runs[0]).toBe(runs[1]);

    const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
    const always = { timezone: 'UTC', weekly: [{ days, from: '00:00', to: '24:00' }] };
    expect((await admin.send({ method: 'PUT', path: '/api/blackouts/closed', json: always })).status).toBe(
      200,
    );
    const closed = await preview(asked);
    expect(closed.runs).toEqual([]);
    expect(closed.warnings[1]).toMatch(/^Every run to come falls into a blackout window/);
    expect((await admin.delete(`/api/schedules/${id}`)).status).toBe(204);
  });

  it('compares with nothing without a schedule, and answers 404 for one that is not there', async () => {
    const body = { triggerType: 'cron', cronMinute: '0', timezone: 'UTC' };
    expect((await preview(body)).change).toBeNull();
    const answer = await admin.post('/api/preview', { ...body, scheduleId: 'no-such-schedule' });
    expect(answer.status).toBe(404);
  });

  it('counts the other schedules that are due in the minute of the first run', async () => {
    const trigger = { triggerType: 'cron', cronMinute: '17', cronHour: '3', timezone: 'UTC' };
    const created: ScheduleDto[] = [];
    for (const jobKey of ['at_17_a', 'at_17_b', 'at_17_c'])
      created.push(await create({ ...trigger, jobKey }));
    expect((await preview(trigger)).sameMinute).toBe(3);
    expect((await preview({ ...trigger, scheduleId: created[0]?.id })).sameMinute).toBe(2);
    expect((await preview({ ...trigger, cronMinute: '19' })).sameMinute).toBe(0);
  });

  it('tells of the next change of the clock', async () => {
    const trigger = { triggerType: 'cron', cronMinute: '30', cronHour: '2' };
    expect((await preview({ ...trigger, timezone: 'UTC' })).clockChange).toBeNull();
    const { clockChange } = await preview({ ...trigger, timezone: 'Europe/Berlin' });
    expect(clockChange).toMatchObject({ isFelt: true });
    expect(clockChange?.message).toContain('the clock in Europe/Berlin goes from');
  });
});
