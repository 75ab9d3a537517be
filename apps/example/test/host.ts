import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './demo.ts';

type Gate = 'open' | 'limited' | 'csrf' | 'login';

/** An application with the admin and no runner, in a process that can be killed and restarted. */
export interface Host {
  /** The admin's URL, with a slash at the end. */
  readonly url: string;
  /** The admin with the role that the header `x-role` names. */
  readonly rolesUrl: string;
  /** The database's file. */
  readonly database: string;
  setGate(gate: Gate): Promise<void>;
  start(): Promise<void>;
  /** Kills it at once, as `kill -9` does. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** `more`: settings of its process. */
export async function startHost(more: Readonly<Record<string, string>> = {}): Promise<Host> {
  const folder = await mkdtemp(join(tmpdir(), 'zenpulse-host-'));
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const env = {
    ...process.env,
    NODE_ENV: 'development',
    PORT: String(port),
    ZENPULSE_DATABASE_URL: `file:${folder}/host.db`,
    ZENPULSE_STATE_DIR: `${folder}/.zenpulse`,
    ...more,
  };
  execFileSync(process.execPath, [fileOf('../node_modules/zenpulse/bin/zenpulse.mjs'), 'migrate'], { env });
  let child: ChildProcess | null = null;
  const host: Host = {
    url: `${origin}/zenpulse/`,
    rolesUrl: `${origin}/roles/`,
    database: `${folder}/host.db`,
    setGate: async (gate) => {
      await fetch(`${origin}/gate/${gate}`, { method: 'POST' });
    },
    start: async () => {
      child = spawn(process.execPath, [fileOf('./host.mjs')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
      await once(child.stdout ?? child, 'data');
    },
    kill: async () => {
      if (child === null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      child = null;
      await ended;
    },
    stop: async () => {
      await host.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await host.start();
  return host;
}

function fileOf(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
