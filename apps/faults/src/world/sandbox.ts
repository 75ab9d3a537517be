import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Chance } from '../chance.ts';
import { pause, seen } from '../pause.ts';
import { readTruth, type Truth } from '../truth.ts';
import type { DatabaseKind } from './database.ts';
import { KeptRunner } from './kept-runner.ts';
import { binary, installProduct } from './product.ts';
import { createServerDatabase, type ServerDatabase } from './server-database.ts';
import { openSqlite, type SqliteDatabase } from './sqlite-database.ts';

const jobsModule = fileURLToPath(new URL('../load/jobs.mjs', import.meta.url));

/** The pause before a process is restarted, as with a process manager. */
const RESTART_MS = [100, 900] as const;

/** A fault applied to the runners. */
export interface Fault {
  readonly kind: string;
  readonly at: number;
  /** The affected processes. */
  readonly pids: readonly number[];
  /** True if another runner was ready to take over and no other fault was active. */
  readonly isMeasured: boolean;
}

export interface SandboxOptions {
  readonly database: DatabaseKind;
  readonly runners: readonly string[];
  readonly chance: Chance;
  /** True if each runner has its own proxy to the server. */
  readonly isProxied?: boolean;
}

/** A folder with the product, the jobs, a database, and runners that are kept alive. */
export interface Sandbox {
  readonly folder: string;
  readonly chance: Chance;
  readonly database: SqliteDatabase | ServerDatabase;
  readonly runners: readonly KeptRunner[];
  readonly faults: Fault[];
  /** Problems with the runners themselves. */
  readonly troubles: string[];
  /** The active runner, if there is one. */
  holder(): KeptRunner | undefined;
  /** The runners on standby. */
  standbys(): readonly KeptRunner[];
  fault(kind: string, pids: readonly (number | null)[], isMeasured: boolean): void;
  truth(): Promise<Truth>;
  /** Ends all faults, stops all runners, and lets one new runner finish everything. Resolves to the time of that. */
  settle(): Promise<number>;
  /** The log lines around a moment. */
  logAround(at: number, aroundMs: number): Promise<string>;
  close(isKept: boolean): Promise<void>;
}

export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  const folder = await mkdtemp(join(tmpdir(), 'zenpulse-faults-'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await cp(jobsModule, join(folder, 'jobs.mjs'));
  await installProduct(folder);
  const database = await openDatabase(options, folder);
  const chance = options.chance;
  const truthFile = join(folder, 'truth.txt');
  const keep = (name: string) =>
    new KeptRunner({
      name,
      command: [process.execPath, binary(folder, 'zenpulse-runner'), ...flags(database.urlFor(name))],
      cwd: folder,
      env: { ...cleanEnv(), FAULTS_TRUTH: truthFile },
      logFile: join(folder, `${name}.log`),
      restartMs: () => chance.between(...RESTART_MS),
    });
  const runners = options.runners.map(keep);
  const troubles: string[] = [];
  const faults: Fault[] = [];
  const lastOne = keep('last');
  const all = [...runners, lastOne];
  const truth = () => readTruth(truthFile);
  const removeOnSignal = killOnSignal(all);

  const settle = async (): Promise<number> => {
    for (const runner of runners) runner.resume();
    await database.heal();
    const complaints = await Promise.all(runners.map((runner) => runner.stop()));
    troubles.push(...complaints.filter((complaint) => complaint !== null));
    lastOne.start();
    if (!(await seen(() => lastOne.state === 'active', 60_000))) troubles.push('the last runner never fired');
    await pause(12_000);
    if (!(await seen(async () => isCalm(await truth()), 90_000)))
      troubles.push('the load never became calm again');
    const settledAt = Date.now();
    await pause(4_000);
    const complaint = await lastOne.stop();
    if (complaint !== null) troubles.push(complaint);
    for (const { runner, pid, at, how, isOurs } of all.flatMap(({ ended }) => ended)) {
      if (!isOurs)
        troubles.push(`runner ${runner} (${pid}) ended by itself at ${new Date(at).toISOString()}: ${how}`);
    }
    return settledAt;
  };

  return {
    folder,
    chance,
    database,
    runners,
    faults,
    troubles,
    holder: () => runners.find((runner) => runner.state === 'active' && !runner.isHalted),
    standbys: () => runners.filter((runner) => runner.state === 'standby' && !runner.isHalted),
    fault: (kind, pids, isMeasured) =>
      faults.push({ kind, at: Date.now(), pids: pids.filter((pid) => pid !== null), isMeasured }),
    truth,
    settle,
    logAround: async (at, aroundMs) => {
      const texts = all.map(async ({ name }) =>
        (await readFile(join(folder, `${name}.log`), 'utf8').catch(() => ''))
          .split('\n')
          .filter((line) => isWithin(line, at, aroundMs))
          .map((line) => `${name}: ${line}`),
      );
      return (await Promise.all(texts)).flat().join('\n');
    },
    close: async (isKept) => {
      removeOnSignal();
      await Promise.all(all.map((runner) => runner.destroy()));
      await database.close(isKept);
      if (!isKept) await rm(folder, { recursive: true, force: true });
    },
  };
}

function flags(url: string): string[] {
  return ['--lock', '--sync-every', '5', '--database', url];
}

async function openDatabase(
  { database, runners, isProxied = false }: SandboxOptions,
  folder: string,
): Promise<SqliteDatabase | ServerDatabase> {
  if (database === 'sqlite') return openSqlite(folder);
  const server = await createServerDatabase(database, isProxied ? runners : []);
  const command = [binary(folder, 'zenpulse'), 'migrate', '--database', server.urlFor('last')];
  await promisify(execFile)(process.execPath, command, { cwd: folder, env: cleanEnv() });
  return server;
}

/** The user's own settings must not reach a runner. */
function cleanEnv(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('ZENPULSE_') && name !== 'DATABASE_URL'),
  );
}

/** True if recent starts were on time, so that no backlog is left. */
function isCalm({ starts }: Truth): boolean {
  const lately = starts.filter(({ at, attempt }) => attempt === 1 && at > Date.now() - 3_000);
  return lately.length > 5 && lately.every(({ at, scheduledAt }) => at - scheduledAt < 1_500);
}

/** Kills the runners if this script is interrupted. */
function killOnSignal(runners: readonly KeptRunner[]): () => void {
  const end = () => {
    for (const runner of runners) runner.kill();
    process.exit(130);
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  return () => {
    process.off('SIGTERM', end);
    process.off('SIGINT', end);
  };
}

function isWithin(line: string, at: number, aroundMs: number): boolean {
  const time = /\d{4}-\d\d-\d\dT[\d:.]+Z/.exec(line)?.[0];
  return time !== undefined && Math.abs(Date.parse(time) - at) <= aroundMs;
}
