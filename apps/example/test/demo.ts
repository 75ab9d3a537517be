import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Demo {
  /** The admin's URL, with a slash at the end. */
  readonly url: string;
  readonly output: () => string;
  stop(): Promise<void>;
}

/** Starts the demo as its command does, on a free port and with its own database, by default a file. */
export async function startDemo(database?: string, env: Record<string, string> = {}): Promise<Demo> {
  const folder = await mkdtemp(join(tmpdir(), 'zenpulse-demo-'));
  const port = await freePort();
  const child = spawn(process.execPath, [fileURLToPath(new URL('../src/start.mjs', import.meta.url))], {
    env: {
      ...process.env,
      NODE_ENV: 'development',
      PORT: String(port),
      ZENPULSE_DATABASE_URL: database ?? `file:${folder}/demo.db`,
      ZENPULSE_STATE_DIR: `${folder}/.zenpulse`,
      ...env,
    },
  });
  let output = '';
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('This runner fires') && output.includes('listens on')) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    void ended.then(() => reject(new Error(`the demo ended: ${output}`)));
  });
  return {
    url: `http://localhost:${port}/zenpulse/`,
    output: () => output,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface DemoOf extends Demo {
  /** Where the module with its jobs is. */
  readonly jobsFolder: string;
}

const PACKAGE = new URL('../../../packages/zenpulse/dist/index.js', import.meta.url).href;

/** The same with these jobs instead of the shop's: the text of a module that has `zenpulseJob`. */
export async function startDemoOf(jobs: string, database?: string): Promise<DemoOf> {
  const jobsFolder = await mkdtemp(join(tmpdir(), 'zenpulse-jobs-'));
  const file = join(jobsFolder, 'jobs.mjs');
  await writeFile(file, `import { zenpulseJob } from '${PACKAGE}';\n${jobs}`);
  const demo = await startDemo(database, { ZENPULSE_JOBS: file });
  return {
    ...demo,
    jobsFolder,
    stop: async () => {
      await demo.stop();
      await rm(jobsFolder, { recursive: true, force: true });
    },
  };
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
