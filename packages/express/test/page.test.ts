import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import express from 'express';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AdminHandler } from '../src/index.ts';
import { send } from './http-client.ts';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';
import { startStrippingProxy } from './stripping-proxy.ts';

const index = fileURLToPath(new URL('../public/index.html', import.meta.url));

beforeAll(() => {
  if (!existsSync(index)) throw new Error(`the admin page is not built: run \`pnpm build\` (no ${index})`);
});

let admin: RunningAdmin;
afterEach(() => admin.close());

interface Html {
  readonly base: string;
  /** Scripts, styles, preloads and icons. */
  readonly assets: readonly string[];
}

function parse(text: string): Html {
  const links = [...text.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="([^"]+)"/g)].map(
    (match) => match[1] ?? '',
  );
  return { base: /<base href="([^"]*)"/.exec(text)?.[1] ?? '', assets: links };
}

const TYPES: Readonly<Record<string, RegExp>> = {
  js: /^(text|application)\/javascript/,
  css: /^text\/css/,
  svg: /^image\/svg\+xml/,
};

/**
 * Opens a page as a browser does and loads everything it refers to; `publicPath` is the address that the browser sees.
 */
async function open(port: number, publicPath: string): Promise<Html & { readonly baseUrl: string }> {
  const answer = await send(port, { path: publicPath });
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  const html = parse(answer.text);
  expect(html.assets.length).toBeGreaterThanOrEqual(3);
  const baseUrl = new URL(html.base, `http://x${publicPath}`).href;
  for (const asset of html.assets) {
    const { pathname } = new URL(asset, baseUrl);
    const file = await send(port, { path: pathname });
    expect([pathname, file.status]).toEqual([pathname, 200]);
    expect(file.headers['content-type']).toMatch(TYPES[pathname.split('.').at(-1) ?? ''] ?? /^$/);
  }
  return { ...html, baseUrl };
}

const DEPTHS: readonly (readonly [string, string])[] = [
  ['/', './'],
  ['/schedules', './'],
  ['/schedules/', '../'],
  ['/schedules/abc', '../'],
  ['/schedules/abc/edit', '../../'],
  ['/schedules/a%2Fb', '../'],
  ['/executions?status=fail', './'],
];

describe.each(['', '/zenpulse', '/a/b/c'])('the page mounted at %j', (mount) => {
  it.each(DEPTHS)('leads from %s back to the mount by %s, and every asset is there', async (path, base) => {
    admin = await startAdmin({ mount });
    const page = await open(admin.port, `${mount}${path}`);
    expect([page.base, page.baseUrl]).toEqual([base, `http://x${mount}/`]);
  });
});

describe.each([
  ['/zenpulse', '/tools'],
  ['/zenpulse', '/tools/zen'],
  ['', '/tools/zenpulse'],
])('mounted at %j behind a proxy that strips %s', (mount, prefix) => {
  it.each(DEPTHS)('leads from %s back by %s, and every asset is there', async (path, base) => {
    admin = await startAdmin({ mount, options: { authorize: () => true } });
    const proxy = await startStrippingProxy(admin.port, prefix);
    const page = await open(proxy.port, `${prefix}${mount}${path}`);
    expect([page.base, page.baseUrl]).toEqual([base, `http://x${prefix}${mount}/`]);
    const api = await send(proxy.port, { path: new URL('api/info', page.baseUrl).pathname });
    expect(api.status).toBe(200);
    await proxy.close();
  });
});

describe('the mount without its slash', () => {
  it.each([
    ['/zenpulse', '/zenpulse', './zenpulse/'],
    ['/zenpulse', '/zenpulse?a=1&b=2', './zenpulse/?a=1&b=2'],
    ['/zenpulse', '/zenpulse?a=1?b=2', './zenpulse/?a=1?b=2'],
    ['/zenpulse', '/ZenPulse', './ZenPulse/'],
    ['/a/b/c', '/a/b/c', './c/'],
  ])('mounted at %s, %s goes to %s', async (mount, path, location) => {
    admin = await startAdmin({ mount });
    const answer = await admin.sendRaw({ path });
    expect([answer.status, answer.headers.location]).toEqual([302, location]);
  });

  it.each([
    '//evil.example',
    '//evil.example/',
    '//evil.example/..%2f',
    '/\\evil.example',
    '///evil.example',
    '//evil.example?x=//evil.example',
  ])('never leaves this host: %s', async (path) => {
    for (const mount of ['', '/zenpulse']) {
      admin = await startAdmin({ mount });
      const answer = await admin.sendRaw({ path });
      const target = new URL(answer.headers.location ?? '', 'http://admin.example/x/');
      expect(target.host).toBe('admin.example');
      if (mount === '') expect(answer.status).toBe(200);
      await admin.close();
    }
    admin = await startAdmin();
  });

  it.each(['//', '///', '//:80', '//[', '/%', '/\\'])(
    'takes the link with the token at the odd address %s without failing',
    async (path) => {
      admin = await startAdmin({ mount: '', environment: null });
      const answer = await admin.sendRaw({ path: `${path}?token=${admin.token()}` });
      expect(answer.status).toBe(302);
      expect(new URL(answer.headers.location ?? '', 'http://admin.example/').host).toBe('admin.example');
    },
  );
});

describe('files', () => {
  it('are kept for a year by the browser when their name is that of their content', async () => {
    admin = await startAdmin();
    const { assets } = parse((await admin.get('/')).text);
    const hashed = assets.filter((asset) => asset.includes('assets/'));
    expect(hashed.length).toBeGreaterThan(0);
    for (const asset of hashed) {
      const answer = await admin.get(`/${asset.replace('./', '')}`);
      expect(answer.headers['cache-control']).toBe('private, max-age=31536000, immutable');
    }
  });

  it.each([
    '/assets/missing.js',
    '/assets/',
    '/assets',
    '/assets/%00',
    '/assets/%zz',
    '/assets/..%2findex.html',
    '/assets/.hidden',
  ])('that are not there are a 404 of ours, not a page and not an error of the host: %s', async (path) => {
    const failures: unknown[] = [];
    admin = await startAdmin({
      app: (router: AdminHandler) => {
        const app = express().use('/zenpulse', router);
        app.use(((error, _request, response, _next) => {
          failures.push(error);
          response.status(500).send('host');
        }) satisfies express.ErrorRequestHandler);
        return app;
      },
    });
    const answer = await admin.get(path);
    expect(failures).toEqual([]);
    expect([answer.status, errorOf(answer).code]).toEqual([404, 'not_found']);
  });

  it.each([
    '/../package.json',
    '/..%2fpackage.json',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/package.json',
    '/%2e%2e%2fpackage.json',
    '/..%5cpackage.json',
    '/..\\package.json',
    '/....//package.json',
    '/assets/../../package.json',
    '/assets/..%2f..%2fpackage.json',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/assets//etc/passwd',
    '//etc/passwd',
    '/%2fetc%2fpasswd',
    '/.stamp',
    '/assets/..%00/package.json',
  ])('outside the folder stay there: %s', async (path) => {
    admin = await startAdmin();
    const { status, text } = await admin.get(path);
    expect(text).not.toMatch(/@zenpulse\/express|root:|^[0-9a-f]{64}$/);
    expect([200, 400, 403, 404]).toContain(status);
    if (status === 200) expect(text).toMatch(/<div id="root">/);
  });

  it('are read only', async () => {
    admin = await startAdmin();
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      for (const path of ['/', '/schedules', '/favicon.svg', '/assets/x.js']) {
        const answer = await admin.send({ method, path });
        expect([answer.status, errorOf(answer).code]).toEqual([405, 'method_not_allowed']);
        expect(answer.headers['allow']).toBe('GET');
      }
    }
    const head = await admin.send({ method: 'HEAD', path: '/' });
    expect([head.status, head.text]).toEqual([200, '']);
  });

  it('take nothing of the address into the page', async () => {
    admin = await startAdmin();
    for (const path of [
      '/%22%3E%3Cscript%3Ealert(1)%3C/script%3E',
      '/"><script>alert(1)</script>',
      '/?x="><script>alert(1)',
    ]) {
      const answer = await admin.get(path);
      expect(answer.text).not.toContain('alert(1)');
    }
  });
});
