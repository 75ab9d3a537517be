import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lookAtPage } from './look-at-page.ts';
import { runChild, startChild } from './child.ts';
import { install } from './install.ts';
import type { InstallCase } from './install-case.ts';
import { scratchFiles } from './scratch-files.ts';

/** The measurements of an installation. */
export interface InstallResult {
  readonly installSeconds: number;
  readonly allSeconds: number;
  /** The size of everything that was installed. */
  readonly installedBytes: number;
}

/**
 * Does what a new user does, outside of the workspace: installs the tarball without install scripts, compiles, mounts
 * the admin and opens it, starts the runner with a job module, schedules jobs over HTTP and checks that they run, one
 * of them in a thread. Rejects at the first deviation.
 */
export async function tryInstall(given: InstallCase, tarball: string): Promise<InstallResult> {
  const folder = await mkdtemp(join(tmpdir(), 'zenpulse-install-'));
  try {
    const startedAt = performance.now();
    await writeScratch(folder, given, tarball);
    await install(given.manager, folder);
    const installedAt = performance.now();
    if (given.typescript !== null) await compile(folder);
    await use(folder, given.typescript === null ? 'app.js' : 'out/app.js');
    for (const protocol of ['postgresql:', 'mysql:']) await driverCommand(folder, protocol);
    return {
      installSeconds: (installedAt - startedAt) / 1000,
      allSeconds: (performance.now() - startedAt) / 1000,
      installedBytes: await sizeOf(join(folder, 'node_modules')),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function writeScratch(folder: string, given: InstallCase, tarball: string): Promise<void> {
  for (const [name, text] of Object.entries(scratchFiles(given, tarball)))
    await writeFile(join(folder, name), text);
}

/**
 * The servers' drivers are not installed: checks that `zenpulse` prints the command to install them, and nothing else.
 */
export async function driverCommand(folder: string, protocol: string): Promise<string> {
  const args = ['schedules', '--database', `${protocol}//127.0.0.1:1/nothing`];
  const said = await runChild(join(folder, 'node_modules/.bin/zenpulse'), args, folder).catch(
    (error: Error) => error.message,
  );
  const command =
    /ended with 2:\nerror: .* install it with "((?:npm install|pnpm add|yarn add) \w+)"\n$/.exec(said)?.[1];
  if (command === undefined) throw new Error(`expected to be told what to install, got ${said}`);
  return command;
}

async function compile(folder: string): Promise<void> {
  const projects = (await readdir(folder)).filter((name) => name.startsWith('tsconfig.'));
  for (const project of projects) {
    await runChild(process.execPath, ['node_modules/typescript/bin/tsc', '-p', project], folder);
  }
}

interface Surroundings {
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly hasBrowser?: boolean | undefined;
  /** How to start the runner, if it is not in `node_modules/.bin`. */
  readonly runner?: readonly [string, ...string[]] | undefined;
}

/** Opens the admin that `appFile` mounts, and waits for runs of jobs scheduled there. */
export async function use(
  folder: string,
  appFile: string,
  { env = {}, hasBrowser = false, runner: command }: Surroundings = {},
): Promise<void> {
  const app = startChild(process.execPath, [appFile], folder, env);
  const [file, ...args] = command ?? [join(folder, 'node_modules/.bin/zenpulse-runner')];
  const runner = startChild(file, [...args, '--sync-every', '1'], folder, env);
  try {
    const [, port] = await app.said(/port (\d+)\./);
    const mount = `http://127.0.0.1:${port}/zenpulse`;
    await openPage(mount);
    await runner.said(/This runner fires/);
    await seeItRun(mount, 'scratch.tick', 'ticked for a stranger');
    await seeItRun(mount, 'scratch.thread', 'threaded for a stranger');
    if (hasBrowser) await lookAtPage(mount, 'scratch.thread');
    expectEqual(await runner.stop(), 0, "the runner's exit code");
  } finally {
    await Promise.all([app.stop(), runner.stop()]);
  }
}

async function openPage(mount: string): Promise<void> {
  const page = await get(`${mount}/`, 'text/html');
  const html = await page.text();
  const asset = /src="\.?\/?(assets\/[^"]+\.js)"/.exec(html)?.[1];
  if (asset === undefined) throw new Error(`expected a script of the page, got ${html}`);
  await (await get(`${mount}/${asset}`, 'javascript')).text();
  await (await get(`${mount}/api/schedules`, 'application/json')).text();
}

async function seeItRun(mount: string, jobKey: string, output: string): Promise<void> {
  const schedule = {
    jobKey,
    triggerType: 'interval',
    intervalValue: 1,
    intervalUnit: 'seconds',
    logPolicy: 'all',
    params: { who: 'a stranger' },
  };
  const created = await fetch(`${mount}/api/schedules`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(schedule),
  });
  expectEqual(created.status, 201, 'the status of a new schedule');
  const deadline = performance.now() + 30_000;
  while (performance.now() < deadline) {
    if (await hasOutput(mount, jobKey, output)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`expected an execution of ${jobKey} within 30 s`);
}

/** True if one of the newest executions has this output; it is read one by one, since lists do not include it. */
async function hasOutput(mount: string, jobKey: string, output: string): Promise<boolean> {
  const executions = `${mount}/api/executions`;
  const list = await get(`${executions}?status=success&limit=3&jobKey=${jobKey}`, 'application/json');
  const { items } = (await list.json()) as { readonly items: readonly { readonly id: string }[] };
  const details = await Promise.all(
    items.map(async ({ id }) => (await get(`${executions}/${id}`, 'application/json')).text()),
  );
  return details.some((detail) => detail.includes(output));
}

async function get(address: string, contentType: string): Promise<Response> {
  const answer = await fetch(address);
  expectEqual(answer.status, 200, `the status of ${address}`);
  const type = answer.headers.get('content-type') ?? '';
  if (!type.includes(contentType)) throw new Error(`${address}: expected ${contentType}, got ${type}`);
  return answer;
}

function expectEqual(got: unknown, wanted: unknown, what: string): void {
  if (got !== wanted) throw new Error(`${what}: expected ${String(wanted)}, got ${String(got)}`);
}

/** The size of all files, each counted once. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
