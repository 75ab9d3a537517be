import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { intervalBody } from './samples.ts';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';

let admin: RunningAdmin;
beforeAll(async () => {
  admin = await startAdmin();
  await admin.post('/api/schedules', intervalBody('there'));
});
afterAll(() => admin.close());

const packed = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

async function refusal(path: string): Promise<{ path: string; message: string }[] | undefined> {
  const answer = await admin.get(path);
  expect([answer.status, errorOf(answer).code]).toEqual([422, 'validation_failed']);
  return errorOf(answer).issues;
}

describe('a query that is no good', () => {
  it.each(['/api/schedules', '/api/executions'])('refuses limits of %s outside 1 to 100', async (path) => {
    for (const limit of [
      '0',
      '101',
      '999',
      '1000',
      '99999999999999999999',
      '-1',
      '1.5',
      '1e1',
      'all',
      '',
      ' 5',
      '0x10',
    ]) {
      expect(await refusal(`${path}?limit=${encodeURIComponent(limit)}`)).toEqual([
        { path: 'limit', message: expect.stringMatching(/^expected a whole number from 1 to 100, got /) },
      ]);
    }
  });

  it.each([
    ['/api/schedules?enabled=yes', 'enabled', 'got "yes"'],
    ['/api/schedules?enabled=', 'enabled', 'got ""'],
    ['/api/schedules?enabled=1', 'enabled', 'got "1"'],
    ['/api/schedules?triggerType=hourly', 'triggerType', 'got "hourly"'],
    ['/api/schedules?logPolicy=some', 'logPolicy', 'got "some"'],
    ['/api/schedules?sort=id', 'sort', 'got "id"'],
    ['/api/schedules?sort=jobKey;DROP', 'sort', 'got "jobKey;DROP"'],
    ['/api/schedules?sort=constructor', 'sort', 'got "constructor"'],
    ['/api/executions?status=failed', 'status', 'got "failed"'],
    ['/api/executions?status=', 'status', 'got ""'],
    ['/api/executions?from=yesterday', 'from', 'got "yesterday"'],
    ['/api/executions?from=2026-02-30T00:00:00Z', 'from', 'got "2026-02-30T00:00:00Z"'],
    ['/api/executions?to=1767225600', 'to', 'got "1767225600"'],
    ['/api/executions?to=', 'to', 'got ""'],
  ])('%s is refused by name', async (path, name, got) => {
    expect(await refusal(path)).toEqual([
      { path: name, message: expect.stringMatching(new RegExp(`^expected .*, ${got}$`)) },
    ]);
  });

  it('names the outcome that is none among good ones', async () => {
    const issues = await refusal('/api/executions?status=fail&status=nope');
    expect(issues).toHaveLength(1);
    expect(issues?.[0]).toEqual({
      path: expect.stringMatching(/^status/),
      message: expect.stringMatching(/^expected .*, got .*"nope"/),
    });
  });

  it.each([
    ['/api/schedules', 'search'],
    ['/api/schedules', 'enabled'],
    ['/api/schedules', 'triggerType'],
    ['/api/schedules', 'logPolicy'],
    ['/api/schedules', 'sort'],
    ['/api/schedules', 'limit'],
    ['/api/schedules', 'cursor'],
    ['/api/executions', 'jobKey'],
    ['/api/executions', 'scheduleId'],
    ['/api/executions', 'from'],
    ['/api/executions', 'to'],
    ['/api/executions', 'search'],
  ])('%s takes %s once', async (path, name) => {
    expect(await refusal(`${path}?${name}=1&${name}=2`)).toEqual([
      { path: name, message: expect.stringMatching(/^expected .*, got \["1","2"\]$/) },
    ]);
  });

  it.each([
    'offset',
    'page',
    'id',
    '__proto__',
    'constructor',
    'toString',
    'status[]',
    'limit[]',
    'search[a]',
    '',
  ])('does not know the parameter %j', async (name) => {
    for (const path of ['/api/schedules', '/api/executions']) {
      expect(await refusal(`${path}?${encodeURIComponent(name)}=1`)).toEqual([
        { path: name, message: 'unknown field' },
      ]);
    }
    expect(({} as Record<string, unknown>)['1']).toBeUndefined();
  });

  it('takes a search of 200 characters and no more', async () => {
    expect((await admin.get(`/api/schedules?search=${'x'.repeat(200)}`)).status).toBe(200);
    expect(await refusal(`/api/schedules?search=${'x'.repeat(201)}`)).toEqual([
      { path: 'search', message: expect.stringMatching(/^expected at most 200 characters, got "x+…$/) },
    ]);
  });

  it.each(['%', '%zz', '%C3%28', '%00', '%ED%A0%80', '+', '%F0%9F%92%A9'])(
    'searches for a text with the escape %s without failing',
    async (search) => {
      for (const path of ['/api/schedules', '/api/executions']) {
        const answer = await admin.get(`${path}?search=${search}`);
        expect([200, 422]).toContain(answer.status);
      }
    },
  );
});

describe('a cursor that is not ours', () => {
  const NEITHER: readonly unknown[] = [
    null,
    [],
    'x',
    5,
    {},
    { id: 'x' },
    { id: 1, value: 'x', runTime: 1 },
    { __proto__: null },
  ];

  it.each(['', 'x', '%00', '....', 'eyJ', 'bnVsbA', 'x'.repeat(500), ...NEITHER.map(packed)])(
    'is refused by name: %s',
    async (cursor) => {
      for (const path of ['/api/schedules', '/api/executions']) {
        expect(await refusal(`${path}?cursor=${cursor}`)).toEqual([
          { path: 'cursor', message: expect.stringMatching(/^expected a cursor from an earlier answer/) },
        ]);
      }
    },
  );

  it('is refused when it is longer than any of ours', async () => {
    expect(await refusal(`/api/schedules?cursor=${'x'.repeat(501)}`)).toMatchObject([{ path: 'cursor' }]);
  });

  it.each([8.64e15 + 1, -8.64e15 - 1, Number.MAX_SAFE_INTEGER])(
    'is refused when its instant %d is none',
    async (runTime) => {
      expect(await refusal(`/api/executions?cursor=${packed({ runTime, id: 'x' })}`)).toMatchObject([
        { path: 'cursor' },
      ]);
    },
  );

  it.each([
    [{ value: "' OR 1=1 --", id: '"; DROP TABLE zenpulse_schedule_config' }, ''],
    [{ value: 5, id: 'x' }, '&sort=jobKey'],
    [{ value: 'text', id: 'x' }, '&sort=-enabled'],
    [{ value: '\ud800\u0000', id: '\u0000' }, ''],
  ])('forged as %j finds or finds nothing, but never fails', async (cursor, more) => {
    expect((await admin.get(`/api/schedules?cursor=${packed(cursor)}${more}`)).status).toBe(200);
    expect((await admin.get('/api/schedules')).json()).toMatchObject({ total: 1 });
  });

  it('says nothing about a failure of ours in the log', () => {
    expect(admin.logged).toEqual([]);
  });
});
