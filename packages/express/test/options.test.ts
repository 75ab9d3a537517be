import type { Request } from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { zenpulseAdmin } from '../src/index.ts';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';

let admin: RunningAdmin;
afterEach(() => admin.close());

/** As from JavaScript, without type checks. */
const startWith = async (options: object, environment: string) =>
  (admin = await startAdmin({
    environment,
    options: options as { authorize: (request: Request) => boolean },
  }));

const KNOWN =
  'authorize, readOnly, may, runsPerMinute, logger, database, stateDir, timezone, jobs, retentionDays, paused, redact';

describe.each(['development', 'production'])('with NODE_ENV=%s', (environment) => {
  it.each([
    ['true', { authorize: true }, 'got true'],
    ['a role', { authorize: 'admin' }, 'got a string'],
    ['a list', { authorize: [() => true] }, 'got a list'],
    ['null', { authorize: null }, 'got null'],
    ['an object', { authorize: { isAdmin: true } }, 'got an object'],
  ])(
    'authorize that is %s keeps the admin closed, and log, API and page say so',
    async (_what, options, got) => {
      await startWith(options, environment);
      const message = `authorize: expected a function such as (req) => req.user?.isAdmin === true, ${got}`;
      expect(admin.logged).toEqual([`the admin stays closed: ${message}`]);
      const api = await admin.get('/api/schedules');
      expect([api.status, errorOf(api).message]).toEqual([403, `the admin stays closed: ${message}`]);
      const page = await admin.get('/');
      expect([page.status, page.headers['content-type']]).toEqual([403, 'text/html; charset=utf-8']);
      expect(page.text).toContain(message.replaceAll('>', '&gt;'));
      for (let n = 0; n < 5; n += 1) await admin.get('/api/schedules');
      expect(admin.logged).toHaveLength(1);
      expect(admin.printed.join('\n')).not.toContain('?token=');
    },
  );

  it.each(['autorize', 'authorise', 'Authorize', 'auth', '<b>', '__proto__x'])(
    'the unknown option %s keeps the admin closed, and the right names are logged at the mount',
    async (name) => {
      await startWith({ [name]: () => true }, environment);
      expect(admin.logged).toEqual([`the admin stays closed: ${name}: unknown option; there are ${KNOWN}`]);
      const api = await admin.get('/api/schedules');
      expect([api.status, errorOf(api).message]).toEqual([503, admin.logged[0]]);
      const page = await admin.get('/');
      expect(page.status).toBe(503);
      expect(page.text).toContain(`unknown option; there are ${KNOWN}`);
      expect(page.text).not.toContain('<b>');
    },
  );
});

it.each([null, 5, 'options', [], () => true, { logger: 'console' }, { logger: { warn: () => undefined } }])(
  'the mount itself never throws: %j',
  async (options) => {
    admin = await startAdmin();
    const handler = zenpulseAdmin(options as never);
    expect(handler).toBeTypeOf('function');
    await handler.close();
  },
);
