import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorBody, type ErrorBody } from '@zenpulse/contract';
import { silentLogger, type Backend, type Logger } from '@zenpulse/core/ports';
import { connect, resolveSettings, systemClock } from '@zenpulse/store';
import express, { type Request } from 'express';
import { vi } from 'vitest';
import { zenpulseAdmin, type AdminHandler, type ZenpulseAdminOptions } from '../src/index.ts';
import { send, type Answer, type Sent } from './http-client.ts';

export interface AdminSetup {
  /** `NODE_ENV` while `zenpulseAdmin()` is called; null: unset. */
  readonly environment?: string | null;
  readonly options?: Partial<ZenpulseAdminOptions<Request>>;
  /** Where `app` mounts the admin; `''` for an app that mounts it at its root. */
  readonly mount?: string;
  /** The application around the admin; by default an Express 5 app without anything else. */
  readonly app?: (admin: AdminHandler) => RequestListener;
}

/** A real server with a real database, and a second connection to that database for setup and checks. */
export interface RunningAdmin {
  readonly port: number;
  readonly folder: string;
  readonly stateDir: string;
  readonly backend: Backend;
  /** What was printed at the start. */
  readonly printed: readonly string[];
  /** Warnings and errors. */
  readonly logged: readonly string[];
  /** The token that the start printed. */
  token(): string;
  /** The cookie that a browser has after the link with the token. */
  cookie(): Promise<string>;
  /** The admin itself. */
  readonly handler: AdminHandler;
  /** `path` is below the mount. */
  send(sent: Sent): Promise<Answer>;
  /** `path` is that of the server. */
  sendRaw(sent: Sent): Promise<Answer>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  post(path: string, json?: unknown): Promise<Answer>;
  patch(path: string, json: unknown): Promise<Answer>;
  delete(path: string): Promise<Answer>;
  close(): Promise<void>;
}

/** Starts an application with the admin in it on a free port of the loopback. */
export async function startAdmin(setup: AdminSetup = {}): Promise<RunningAdmin> {
  const {
    mount = '/zenpulse',
    options = {},
    app = (admin: AdminHandler) => express().use(mount || '/', admin),
  } = setup;
  const folder = await mkdtemp(join(tmpdir(), 'zenpulse-admin-'));
  const database = `file:${join(folder, 'zenpulse.db')}`;
  const stateDir = join(folder, 'state');
  const printed: string[] = [];
  const logged: string[] = [];
  const print = vi
    .spyOn(console, 'log')
    .mockImplementation((line: unknown) => void printed.push(String(line)));
  const logger = collectingLogger(logged);
  const admin = inEnvironment(setup.environment, () =>
    zenpulseAdmin({ database, stateDir, logger, ...options }),
  );
  const server = createServer(app(admin));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // listening on a port, so never a pipe's name
  const backend = await connect(
    await resolveSettings({ database, stateDir }, {}, folder),
    systemClock,
    silentLogger,
  );
  const below = (sent: Sent) => send(port, { ...sent, path: `${mount}${sent.path}` });
  return {
    port,
    folder,
    stateDir,
    backend,
    printed,
    logged,
    token: () => tokenIn(printed),
    cookie: async () => cookieOf(await below({ path: `/?token=${tokenIn(printed)}` })),
    handler: admin,
    send: below,
    sendRaw: (sent) => send(port, sent),
    get: (path, headers = {}) => below({ path, headers }),
    post: (path, json) => below({ method: 'POST', path, json }),
    patch: (path, json) => below({ method: 'PATCH', path, json }),
    delete: (path) => below({ method: 'DELETE', path }),
    close: async () => {
      print.mockRestore();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await admin.close();
      await backend.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function tokenIn(printed: readonly string[]): string {
  return /\?token=(\S+)/.exec(printed.join('\n'))?.[1] ?? '';
}

/** Name and value of the cookie that an answer sets; `''` for none. */
export function cookieOf(answer: Answer): string {
  return answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

/** The error of an answer, which must have the contract's form. */
export function errorOf(answer: Answer): ErrorBody['error'] {
  return errorBody.parse(answer.json()).error;
}

/** Runs `make` with another `NODE_ENV`, which the admin reads when it is made. */
function inEnvironment<T>(environment: string | null = 'test', make: () => T): T {
  const before = process.env['NODE_ENV'];
  if (environment === null) delete process.env['NODE_ENV'];
  else process.env['NODE_ENV'] = environment;
  try {
    return make();
  } finally {
    process.env['NODE_ENV'] = before;
  }
}

function collectingLogger(lines: string[]): Logger {
  const collect = (facts: object, sentence: string) => {
    const error = (facts as { err?: unknown }).err;
    lines.push(error instanceof Error ? `${sentence}: ${error.stack}` : sentence);
  };
  const logger: Logger = { ...silentLogger, warn: collect, error: collect, child: () => logger };
  return logger;
}
