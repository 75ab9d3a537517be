import { readFile } from 'node:fs/promises';
import { ROLES, type InstallationInfo, type Role } from '@zenpulse/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '../src/routes.ts';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';

// Drives each route as each of them, and compares the table in docs/http-api.md with the routes.

let open: RunningAdmin;
let readOnly: RunningAdmin;
beforeAll(async () => {
  const authorize = (request: { get(name: string): string | undefined }) =>
    ROLES.find((role) => role === request.get('x-role'));
  open = await startAdmin({ options: { authorize } });
  readOnly = await startAdmin({ options: { authorize, readOnly: true } });
});
afterAll(async () => {
  await open.close();
  await readOnly.close();
});

const CALLERS = ['nobody', ...ROLES, 'admin, read-only'] as const;
type Caller = (typeof CALLERS)[number];

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly needed: Role;
  readonly body: object | undefined;
}

const PAUSE = { version: 1, pausedUntil: null };
const EDIT = { version: 1, enabled: false };

/** Each kind of request: a route whose role depends on the body is one for each role. */
const REQUESTS = ROUTES.flatMap(({ method, path, role }): Asked[] => {
  if (typeof role === 'string') return [{ method, path, needed: role, body: undefined }];
  return [PAUSE, EDIT].map((body) => ({ method, path, needed: role.of(body), body }));
});

function call(caller: Caller, { method, path, body }: Asked) {
  const isStream = path === '/api/events';
  const [role = ''] = caller.split(',');
  const asked = caller === 'admin, read-only' ? readOnly : open;
  const headers = { 'x-role': role };
  const there = path.replaceAll(/:\w+/g, 'none');
  return asked.send({
    method: isStream ? 'HEAD' : method,
    path: there,
    headers,
    ...(body && { json: body }),
  });
}

function mayCall(caller: Caller, needed: Role): boolean {
  if (caller === 'nobody') return false;
  const role: Role = caller === 'admin, read-only' ? 'viewer' : caller;
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

describe.each(REQUESTS)('$method $path for $needed', (request) => {
  it.each(CALLERS)('as %s', async (caller) => {
    const answer = await call(caller, request);
    if (mayCall(caller, request.needed)) {
      expect(answer.status).not.toBe(403);
      expect(answer.status).not.toBe(401);
      expect(answer.status).toBeLessThan(500);
      return;
    }
    expect(answer.status).toBe(403);
    if (request.path === '/api/events') return; // HEAD has no body
    const { code, message } = errorOf(answer);
    expect(code).toBe('forbidden');
    if (caller === 'nobody') expect(message).toBe('you may not enter here');
    else {
      const has =
        caller === 'admin, read-only'
          ? 'the admin is read-only, so you have the role viewer'
          : `you have the role ${caller}`;
      expect(message).toMatch(new RegExp(`^this needs the role (operator|admin); ${has}$`));
    }
  });
});

describe('the table of roles in the HTTP reference', () => {
  it('is what the routes say', async () => {
    const page = await readFile(new URL('../../../docs/http-api.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `((?:GET|POST|PATCH|DELETE) \/api[^`]*)`([^|]*)\|(.*)\|$/gm)].map(
      ([, route = '', note = '', cells = '']) => [
        `${route}${note.trimEnd()}`,
        ...cells.split('|').map((cell) => cell.trim()),
      ],
    );
    const notes: Readonly<Record<Role, string>> = {
      viewer: '',
      operator: ': `pausedUntil` and `pauseReason` alone',
      admin: ': any other field',
    };
    expect(rows).toEqual(
      REQUESTS.map(({ method, path, needed, body }) => [
        `${method} ${path}${body === undefined ? '' : notes[needed]}`,
        ...CALLERS.map((caller) => (mayCall(caller, needed) ? 'yes' : 'no')),
      ]),
    );
  });
});

describe('who asks', () => {
  it.each(ROLES)('is told to the page: %s', async (role) => {
    const info = async (admin: RunningAdmin) =>
      (await admin.get('/api/info', { 'x-role': role })).json() as InstallationInfo;
    expect(await info(open)).toMatchObject({ actor: { role, name: null }, isReadOnly: false });
    expect(await info(readOnly)).toMatchObject({ actor: { role: 'viewer', name: null }, isReadOnly: true });
  });
});
