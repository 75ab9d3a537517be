import { spawn, type ChildProcess } from 'node:child_process';
import { scryptSync } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, request, type IncomingHttpHeaders, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  exportJWK,
  generateKeyPair,
  SignJWT,
  UnsecuredJWT,
  type GenerateKeyPairResult,
  type JWTPayload,
} from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { freePort } from './demo.ts';

// Runs the applications of docs/access.md as they are written there, with the packages that they name.

const here = fileURLToPath(new URL('..', import.meta.url));
const page = await readFile(join(here, '../../docs/access.md'), 'utf8');
const recipes = new Map(
  [...page.matchAll(/^```js run=([\w-]+)\n([\s\S]*?)^```$/gm)].map(([, name = '', code = '']) => [
    name,
    code,
  ]),
);

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The address that the connection comes from. */
  readonly from?: string;
}
interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** One recipe as a process of its own. */
class Application {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly port: number;

  private constructor(child: ChildProcess, folder: string, port: number) {
    this.#child = child;
    this.#folder = folder;
    this.port = port;
  }

  static async start(name: string, env: Readonly<Record<string, string>>): Promise<Application> {
    const folder = await mkdtemp(join(tmpdir(), 'zenpulse-recipe-'));
    await mkdir(join(folder, 'state'));
    await symlink(join(here, 'node_modules'), join(folder, 'node_modules'));
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    await writeFile(join(folder, 'app.js'), recipes.get(name) ?? '');
    const port = await freePort();
    const child = spawn(process.execPath, ['app.js'], {
      cwd: folder,
      stdio: 'inherit',
      env: { ...process.env, NODE_ENV: 'production', PORT: String(port), ...env },
    });
    const app = new Application(child, folder, port);
    await vi.waitFor(() => app.send({}), { timeout: 60_000 }); // rejects until it listens
    return app;
  }

  send({ method = 'GET', path = '/zenpulse/api/info', headers = {}, body, from }: Sent): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = request(
        { host: '127.0.0.1', port: this.port, method, path, headers, agent: false, localAddress: from },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => (text += chunk));
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
          );
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }

  /** The role and name that a request gets; the status where it is refused. */
  async who(sent: Sent): Promise<unknown> {
    const { status, text } = await this.send(sent);
    return status === 200 ? (JSON.parse(text) as { actor: unknown }).actor : status;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.kill();
    await ended;
    await rm(this.#folder, { recursive: true, force: true });
  }
}

const ROLES = ['viewer', 'operator', 'admin'] as const;
const CREATE = {
  method: 'POST',
  path: '/zenpulse/api/schedules',
  body: JSON.stringify({ jobKey: 'none', triggerType: 'interval' }),
};

/** Without a role every request is refused; each role may read, run or create as far as it goes. */
async function keepsRoles(
  app: Application,
  headersOf: (role: (typeof ROLES)[number]) => Promise<Record<string, string>> | Record<string, string>,
): Promise<void> {
  for (const role of ROLES) {
    const headers = { ...(await headersOf(role)), 'content-type': 'application/json' };
    expect(await app.who({ headers })).toEqual({ role, name: expect.stringContaining(role) });
    const run = await app.send({ method: 'POST', path: '/zenpulse/api/schedules/none/run', headers });
    expect([role, run.status]).toEqual([role, role === 'viewer' ? 403 : 404]);
    const created = await app.send({ ...CREATE, headers });
    expect([role, created.status]).toEqual([role, role === 'admin' ? 422 : 403]);
  }
}

it('each recipe of the page is tested here', () => {
  expect([...recipes.keys()]).toEqual(['access-session', 'access-basic', 'access-proxy', 'access-jwt']);
});

describe('the recipe of a session', () => {
  let app: Application;
  beforeAll(async () => {
    const users = ROLES.map((role) => ({
      name: `the-${role}`,
      role,
      salt: role,
      hash: scryptSync(`${role}-password`, role, 32).toString('hex'),
    }));
    app = await Application.start('access-session', {
      USERS: JSON.stringify(users),
      SESSION_SECRET: 'of-this-test',
    });
  });
  afterAll(() => app.stop());

  const login = (username: string, password: string) =>
    app.send({
      method: 'POST',
      path: '/login',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ username, password }).toString(),
    });
  const cookieOf = ({ headers }: Answer) => headers['set-cookie']?.[0]?.split(';')[0] ?? '';

  it('lets nobody in without a login, or with a wrong one', async () => {
    expect(await app.who({})).toBe(403);
    expect((await login('the-admin', 'viewer-password')).status).toBe(401);
    expect((await login('nobody', '')).status).toBeGreaterThanOrEqual(400);
  });

  it('gives each user the role of the user', async () => {
    await keepsRoles(app, async (role) => {
      const answer = await login(`the-${role}`, `${role}-password`);
      expect([answer.status, answer.headers.location]).toEqual([302, '/zenpulse']);
      return { cookie: cookieOf(answer) };
    });
  });

  it('takes no cookie that was changed, and no request of another site', async () => {
    const cookie = cookieOf(await login('the-admin', 'admin-password'));
    expect(await app.who({ headers: { cookie } })).toMatchObject({ role: 'admin' });
    expect(await app.who({ headers: { cookie: `${cookie.slice(0, -4)}AAAA` } })).toBe(403);
    expect(await app.who({ headers: { cookie: cookie.replace(/\.[^.]*$/, '') } })).toBe(403);
    const headers = { cookie, 'content-type': 'application/json', origin: 'https://evil.example' };
    expect((await app.send({ ...CREATE, headers })).status).toBe(403);
  });
});

describe('the recipe of basic authentication', () => {
  let app: Application;
  beforeAll(async () => {
    const users = Object.fromEntries(
      ROLES.map((role) => [`the-${role}`, { password: `${role}:pässword`, role }]),
    );
    app = await Application.start('access-basic', { USERS: JSON.stringify(users) });
  });
  afterAll(() => app.stop());

  const basic = (name: string, password: string) => ({
    authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
  });

  it('asks the browser for a password, page and API', async () => {
    for (const path of ['/zenpulse/', '/zenpulse/api/info']) {
      const { status, headers } = await app.send({ path });
      expect([status, headers['www-authenticate']]).toEqual([401, 'Basic realm="ZenPulse", charset="UTF-8"']);
    }
  });

  it('gives each user the role of the user', () =>
    keepsRoles(app, (role) => basic(`the-${role}`, `${role}:pässword`)));

  it.each<[string, Record<string, string>]>([
    ['a wrong password', basic('the-admin', 'viewer:pässword')],
    ['an unknown name without a password', basic('nobody', '')],
    ['a name of every object', basic('constructor', '')],
    ['half a header', { authorization: 'Basic' }],
    ['what is not base64', { authorization: 'Basic ::::' }],
    ['a machine’s token that is unknown', { authorization: `Bearer zp_${'a'.repeat(43)}` }],
    ['a token of another kind', { authorization: 'Bearer admin' }],
  ])('refuses %s', async (_what, headers) => {
    expect(await app.who({ headers })).toBe(401);
  });

  it('takes no request of another site, to which the browser adds the password', async () => {
    const headers = {
      ...basic('the-admin', 'admin:pässword'),
      'content-type': 'application/json',
      origin: 'https://evil.example',
    };
    expect((await app.send({ ...CREATE, headers })).status).toBe(403);
  });
});

describe('the recipe of a proxy’s header', () => {
  let app: Application;
  beforeAll(async () => {
    app = await Application.start('access-proxy', { PROXY_ADDRESS: '127.0.0.2', HOST: '127.0.0.1' });
  });
  afterAll(() => app.stop());

  const GROUPS = { viewer: 'other,staff', operator: 'staff, zenpulse-operators', admin: 'zenpulse-admins' };
  const as = (groups: string) => ({ 'x-forwarded-email': 'admin@example.com', 'x-forwarded-groups': groups });

  it.each(ROLES)('gives the role of the groups to whom the proxy names: %s', async (role) => {
    const headers = { ...as(GROUPS[role]), 'content-type': 'application/json' };
    const from = '127.0.0.2';
    expect(await app.who({ from, headers })).toEqual({ role, name: 'admin@example.com' });
    const created = await app.send({ ...CREATE, from, headers });
    expect(created.status).toBe(role === 'admin' ? 422 : 403);
  });

  it('lets in nobody whom the proxy does not name, or without a group', async () => {
    const from = '127.0.0.2';
    expect(await app.who({ from })).toBe(403);
    expect(await app.who({ from, headers: { 'x-forwarded-groups': 'zenpulse-admins' } })).toBe(403);
    expect(await app.who({ from, headers: as('zenpulse-admins-of-another-team') })).toBe(403);
  });

  it('believes no header from any other address, whatever it says of itself', async () => {
    const forged = { ...as('zenpulse-admins'), 'x-forwarded-for': '127.0.0.2', 'x-real-ip': '127.0.0.2' };
    expect(await app.who({ from: '127.0.0.1', headers: forged })).toBe(403);
    expect(await app.who({ from: '127.0.0.3', headers: forged })).toBe(403);
  });
});

describe('the recipe of a JWT', () => {
  const ISSUER = 'https://id.example.com';
  let app: Application;
  let provider: Server;
  let ours: GenerateKeyPairResult;
  let theirs: GenerateKeyPairResult;
  beforeAll(async () => {
    ours = await generateKeyPair('RS256');
    theirs = await generateKeyPair('RS256');
    const key = { ...(await exportJWK(ours.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
    const port = await freePort();
    provider = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [key] }));
    });
    await new Promise<void>((resolve) => provider.listen(port, '127.0.0.1', resolve));
    app = await Application.start('access-jwt', {
      JWKS_URL: `http://127.0.0.1:${port}/keys`,
      ISSUER,
      AUDIENCE: 'zenpulse',
    });
  });
  afterAll(async () => {
    await app.stop();
    await new Promise((resolve) => provider.close(resolve));
  });

  interface Signed {
    readonly key?: GenerateKeyPairResult['privateKey'];
    readonly audience?: string;
    readonly issuer?: string;
    readonly expires?: string;
  }
  const claims = (role: string): JWTPayload => ({
    email: `${role}@example.com`,
    groups: ['all', `zenpulse-${role}`],
  });
  const bearer = async (
    payload: JWTPayload,
    { key = ours.privateKey, audience = 'zenpulse', issuer = ISSUER, expires = '5 minutes' }: Signed = {},
  ) => {
    const token = await new SignJWT(payload)
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(expires)
      .sign(key);
    return { authorization: `Bearer ${token}` };
  };

  it('gives the role of the signed groups', () => keepsRoles(app, (role) => bearer(claims(role))));

  it('lets in nobody without a token, without a role, or without a name', async () => {
    expect(await app.who({})).toBe(403);
    expect(await app.who({ headers: await bearer({ ...claims('admin'), groups: ['all'] }) })).toBe(403);
    expect(await app.who({ headers: await bearer({ groups: ['zenpulse-admin'] }) })).toBe(403);
  });

  it.each<[string, () => Promise<Record<string, string>> | Record<string, string>]>([
    ['signed by somebody else', () => bearer(claims('admin'), { key: theirs.privateKey })],
    ['for another application', () => bearer(claims('admin'), { audience: 'wiki' })],
    ['of another provider', () => bearer(claims('admin'), { issuer: 'https://evil.example' })],
    ['that has expired', () => bearer(claims('admin'), { expires: '1 minute ago' })],
    [
      'without a signature',
      () => {
        const unsigned = new UnsecuredJWT(claims('admin')).setIssuer(ISSUER).setAudience('zenpulse');
        return { authorization: `Bearer ${unsigned.setExpirationTime('5 minutes').encode()}` };
      },
    ],
    [
      'signed with the public key as if it were a secret',
      async () => {
        const secret = new TextEncoder().encode(JSON.stringify(await exportJWK(ours.publicKey)));
        const forged = new SignJWT(claims('admin')).setProtectedHeader({ alg: 'HS256', kid: 'one' });
        const token = await forged
          .setIssuer(ISSUER)
          .setAudience('zenpulse')
          .setExpirationTime('5 minutes')
          .sign(secret);
        return { authorization: `Bearer ${token}` };
      },
    ],
    [
      'whose claims were changed',
      async () => {
        const { authorization } = await bearer(claims('viewer'));
        const [head, , signature] = authorization.split('.');
        const { authorization: other } = await bearer(claims('admin'));
        return { authorization: [head, other.split('.')[1], signature].join('.') };
      },
    ],
  ])('refuses a token %s', async (_what, forge) => {
    expect(await app.who({ headers: await forge() })).toBe(403);
  });
});
