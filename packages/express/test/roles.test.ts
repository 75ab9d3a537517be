import { readFile } from 'node:fs/promises';
import { ROLES, type InstallationInfo, type Role, type TokenCreated } from '@zenpulse/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '../src/routes.ts';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';

// Drives each route as each of them, and compares the table in docs/http-api.md with the routes.

let open: RunningAdmin;
let readOnly: RunningAdmin;
const secrets = new Map<Role, string>();
beforeAll(async () => {
  const authorize = (request: { get(name: string): string | undefined }) =>
    ROLES.find((role) => role === request.get('x-role'));
  open = await startAdmin({ options: { authorize } });
  readOnly = await startAdmin({ options: { authorize, readOnly: true } });
  for (const role of ROLES) {
    const created = await open.send({
      method: 'POST',
      path: '/api/tokens',
      headers: { 'x-role': 'admin' },
      json: { name: role, role },
    });
    secrets.set(role, (created.json() as TokenCreated).secret);
  }
});
afterAll(async () => {
  await open.close();
  await readOnly.close();
});

const TOKENS = ['token, viewer', 'token, operator', 'token, admin'] as const;
const CALLERS = ['nobody', ...ROLES, 'admin, read-only', ...TOKENS] as const;
type Caller = (typeof CALLERS)[number];

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly needed: Role;
  readonly body: object | undefined;
  readonly isForPeople: boolean;
}

const PAUSE = { version: 1, pausedUntil: null };
const EDIT = { version: 1, enabled: false };
const RUN = { action: 'run', ids: ['none'] };
const DELETE = { action: 'delete', ids: ['none'] };

/** Each kind of request: a route whose role depends on the body is one for each role. */
const REQUESTS = ROUTES.flatMap(({ method, path, role, isForPeople = false }): Asked[] => {
  if (typeof role === 'string') return [{ method, path, needed: role, body: undefined, isForPeople }];
  const bodies = path === '/api/schedules/actions' ? [RUN, DELETE] : [PAUSE, EDIT];
  return bodies.map((body) => ({ method, path, needed: role.of(body), body, isForPeople }));
});

function roleOf(caller: Caller): Role | null {
  if (caller === 'nobody') return null;
  if (caller === 'admin, read-only') return 'viewer';
  return ROLES.find((role) => role === caller.replace('token, ', '')) ?? null;
}

function isToken(caller: Caller): boolean {
  return (TOKENS as readonly Caller[]).includes(caller);
}

function call(caller: Caller, { method, path, body }: Asked) {
  const role = roleOf(caller);
  const headers: Record<string, string> = isToken(caller)
    ? { authorization: `Bearer ${secrets.get(role ?? 'viewer')}` }
    : { 'x-role': caller === 'admin, read-only' ? 'admin' : caller };
  const sent = {
    method: path === '/api/events' ? 'HEAD' : method,
    path: path.replaceAll(/:\w+/g, 'none'),
    headers,
    ...(body && { json: body }),
  };
  return (caller === 'admin, read-only' ? readOnly : open).send(sent);
}

function mayCall(caller: Caller, { needed, isForPeople }: Asked): boolean {
  const role = roleOf(caller);
  if (role === null || (isForPeople && isToken(caller))) return false;
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

function refusalOf(caller: Caller, { isForPeople, needed }: Asked): RegExp {
  const role = roleOf(caller);
  if (role === null) return /^you may not enter here$/;
  if (isForPeople && isToken(caller) && role === needed) return /^a token may not make or revoke tokens$/;
  const has = caller === 'admin, read-only' ? 'the admin is read-only, so you have' : 'you have';
  return new RegExp(`^this needs the role (operator|admin); ${has} the role ${role}$`);
}

describe.each(REQUESTS)('$method $path for $needed', (request) => {
  it.each(CALLERS)('as %s', async (caller) => {
    const answer = await call(caller, request);
    if (mayCall(caller, request)) {
      expect(answer.status).not.toBe(403);
      expect(answer.status).not.toBe(401);
      expect(answer.status).toBeLessThan(500);
      return;
    }
    expect(answer.status).toBe(403);
    if (request.path === '/api/events') return; // HEAD has no body
    const { code, message } = errorOf(answer);
    expect(code).toBe('forbidden');
    expect(message).toMatch(refusalOf(caller, request));
  });
});

describe('the table of roles in the HTTP reference', () => {
  it('is what the routes say', async () => {
    const page = await readFile(new URL('../../../docs/http-api.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `((?:GET|POST|PUT|PATCH|DELETE) \/api[^`]*)`([^|]*)\|(.*)\|$/gm)].map(
      ([, route = '', note = '', cells = '']) => [
        `${route}${note.trimEnd()}`,
        ...cells.split('|').map((cell) => cell.trim()),
      ],
    );
    const notes = new Map<object | undefined, string>([
      [PAUSE, ': `pausedUntil` and `pauseReason` alone'],
      [EDIT, ': any other field'],
      [RUN, ': `run`, `pause`, `resume`, `skip-next`'],
      [DELETE, ': any other action'],
    ]);
    expect(rows).toEqual(
      REQUESTS.map((asked) => [
        `${asked.method} ${asked.path}${notes.get(asked.body) ?? ''}`,
        ...CALLERS.map((caller) => (mayCall(caller, asked) ? 'yes' : 'no')),
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
