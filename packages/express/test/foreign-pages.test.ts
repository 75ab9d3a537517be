import { ROLES } from '@zenpulse/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '../src/routes.ts';
import { createdSchedule, intervalBody } from './samples.ts';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';

// What a page of another site can make the browser of somebody who is logged in send, for each role and each route.

let admin: RunningAdmin;
let id: string;
beforeAll(async () => {
  const opened = await startAdmin();
  admin = await startAdmin({
    options: {
      database: `file:${opened.folder}/zenpulse.db`,
      authorize: (request) => ROLES.find((role) => request.get('cookie') === `role=${role}`),
    },
  });
  id = (await createdSchedule(opened, intervalBody('there'))).id;
  closing = async () => {
    await admin.close();
    await opened.close();
  };
});
let closing: () => Promise<void>;
afterAll(() => closing());

const FOREIGN: readonly Readonly<Record<string, string>>[] = [
  { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
  { 'sec-fetch-site': 'same-site', origin: 'https://other.example.com' },
  { origin: 'https://evil.example' },
  { origin: 'null' },
];

describe.each(ROLES)('somebody with the role %s who visits another site', (role) => {
  const cookie = `role=${role}`;

  it.each(ROUTES.filter(({ method }) => method !== 'GET').map(({ method, path }) => [method, path]))(
    'sends no %s %s from there, as JSON or as a form',
    async (method, path) => {
      const before = await admin.backend.schedules.readRevision();
      const types = ['application/json', 'text/plain', 'application/x-www-form-urlencoded'];
      for (const headers of FOREIGN) {
        for (const type of types) {
          const answer = await admin.send({
            method,
            path: path.replaceAll(/:\w+/g, id),
            headers: { ...headers, cookie, 'content-type': type },
            body: '{"action":"delete","ids":["x"]}',
          });
          expect([answer.status, errorOf(answer).code]).toEqual([403, 'forbidden']);
          expect(errorOf(answer).message).toMatch(/^requests from other sites are refused/);
        }
      }
      expect(await admin.backend.schedules.readRevision()).toEqual(before);
    },
  );

  it('gets the page and every answer so that no other page can frame or read it', async () => {
    const paths = ROUTES.filter(({ method }) => method === 'GET').map(({ path }) =>
      path.replaceAll(/:\w+/g, id),
    );
    for (const path of ['/', '/schedules', '/api/nothing', ...paths]) {
      const method = path === '/api/events' ? 'HEAD' : 'GET';
      const { headers } = await admin.send({
        method,
        path,
        headers: { cookie, origin: 'https://evil.example' },
      });
      expect([path, headers['x-frame-options']]).toEqual([path, 'DENY']);
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['cross-origin-resource-policy']).toBe('same-origin');
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });
});
