import type { InstallCase } from './install-case.ts';

/** The files of an application that uses the package, by name. */
export function scratchFiles(given: InstallCase, tarball: string): Record<string, string> {
  const isTyped = given.typescript !== null;
  return {
    'package.json': JSON.stringify(manifest(given, tarball), null, 2),
    ...(given.manager === 'yarn 4' ? YARN_4_FILES : {}),
    [given.jobs]: jobModule(given),
    [`app.${isTyped ? 'ts' : 'js'}`]: application(given),
    ...(isTyped ? typedFiles(given) : {}),
  };
}

const YARN_4_FILES = {
  '.yarnrc.yml': 'nodeLinker: node-modules\nenableScripts: false\nenableTelemetry: false\n',
  'yarn.lock': '', // makes Yarn treat the folder as a separate project
};

function manifest({ modules, express, typescript }: InstallCase, tarball: string) {
  return {
    name: 'scratch',
    version: '1.0.0',
    private: true,
    ...(modules === 'ESM' ? { type: 'module' } : {}),
    dependencies: { express: `^${express}.0.0`, zenpulse: `file:${tarball}` },
    ...(typescript === null
      ? {}
      : {
          devDependencies: {
            '@types/express': `^${express}.0.0`,
            '@types/node': '^20.19.0',
            typescript: `~${typescript === '7' ? '7.0.2' : '5.9.3'}`,
          },
        }),
  };
}

function jobModule({ jobs, modules }: InstallCase): string {
  const isCommonJs = jobs === 'jobs.cjs' || (jobs === 'jobs.js' && modules === 'CommonJS');
  const load = isCommonJs
    ? "const { isMainThread } = require('node:worker_threads');\nconst { zenpulseJob } = require('zenpulse');"
    : "import { isMainThread } from 'node:worker_threads';\nimport { zenpulseJob } from 'zenpulse';";
  const isTyped = jobs.endsWith('ts');
  return `${load}
${isTyped ? "import type { JobContext } from 'zenpulse';\n" : ''}
zenpulseJob('scratch.tick', ({ params, log }${isTyped ? ': JobContext' : ''}) => {
  log.info(\`ticked for \${String(params.who)}\`);
});
zenpulseJob('scratch.thread', { isolation: 'thread' }, ({ params, log }${isTyped ? ': JobContext' : ''}) => {
  log.info(\`\${isMainThread ? 'not' : 'threaded'} for \${String(params.who)}\`);
});
`;
}

function application({ modules, typescript }: InstallCase): string {
  const load =
    modules === 'ESM' || typescript !== null
      ? "import express from 'express';\nimport { zenpulseAdmin } from 'zenpulse';"
      : "const express = require('express');\nconst { zenpulseAdmin } = require('zenpulse');\nconst sub = require('zenpulse/express');\nif (sub.zenpulseAdmin !== zenpulseAdmin) throw new Error('two copies');";
  return `${load}
const app = express();
app.use('/zenpulse', zenpulseAdmin());
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(\`port \${typeof address === 'object' && address !== null ? address.port : '?'}.\`);
});
`;
}

/** A project that builds the application, and others that only check types, each with other settings. */
function typedFiles({ jobs, typescript }: InstallCase): Record<string, string> {
  const look = (files: readonly string[], compilerOptions: object) =>
    JSON.stringify({
      extends: './tsconfig.json',
      files,
      compilerOptions: { noEmit: true, ...compilerOptions },
    });
  return {
    'public-types.ts': PUBLIC_TYPES,
    'alone.ts': ALONE,
    'tsconfig.json': JSON.stringify({ compilerOptions: COMPILER_OPTIONS, files: ['app.ts'] }),
    'tsconfig.types.json': look(['public-types.ts'], {}),
    'tsconfig.bundler.json': look(['public-types.ts'], { module: 'esnext', moduleResolution: 'bundler' }),
    // Does not import Express's types, so our types must not need them.
    'tsconfig.alone.json': look(['alone.ts', jobs], {}),
    // By default TypeScript 7 includes no types, and 5.9 all that are installed.
    'tsconfig.bare.json': bare(['public-types.ts', 'alone.ts', jobs]),
    // Removed in TypeScript 7; before, it is what `"module": "commonjs"` implies.
    ...(typescript === '5.9'
      ? {
          'tsconfig.node10.json': look(['public-types.ts'], {
            module: 'commonjs',
            moduleResolution: 'node10',
          }),
        }
      : {}),
  };
}

/** As written by `tsc --init`: without `types`, and without `extends`, which would add them. */
function bare(files: readonly string[]): string {
  const { types: _types, ...others } = COMPILER_OPTIONS;
  return JSON.stringify({ compilerOptions: { ...others, noEmit: true }, files });
}

const COMPILER_OPTIONS = {
  strict: true,
  skipLibCheck: false,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  target: 'es2022',
  lib: ['es2022'],
  module: 'nodenext',
  esModuleInterop: true,
  rootDir: '.',
  outDir: 'out',
  types: ['node'],
};

const ALONE = `
import { createServer } from 'node:http';
import { zenpulseAdmin } from 'zenpulse';
const admin = zenpulseAdmin({ authorize: (req) => req.user?.isAdmin === true });
createServer((request, response) => admin(request, response, () => response.end()));
`;

/** This must compile; it is not run. */
const PUBLIC_TYPES = `
import express from 'express';
import type { Request } from 'express';
import { connectStore, createRunner, defineConfig, JobRegistry, nextRuns, zenpulseAdmin, zenpulseJob } from 'zenpulse';
import type { AdminRequest, JobContext, Runner, SavedSchedule, Store } from 'zenpulse';
import { zenpulseAdmin as admin } from 'zenpulse/express';
import { createTestRunner } from 'zenpulse/testing';

export const app = express();
app.use('/zenpulse', zenpulseAdmin({ authorize: (req) => req.user?.isAdmin === true }));
app.use(zenpulseAdmin({ authorize: async (req) => req.get('x-team') === 'ops' && req.ip === '::1' }));
app.use('/own', admin({ authorize: (req: Request) => req.path === '/' && req.accepts('html') !== false }));
express.Router().use('/deep', admin());
export const authorize = (request: AdminRequest): boolean => request.headers.host === 'localhost';
app.use(admin({ authorize }));

zenpulseJob('a', ({ params, signal, log }) => log.info(String(params['x']) + signal.aborted));
zenpulseJob('b', { triggerType: 'interval', intervalValue: 1, intervalUnit: 'hours', params: { a: [1, null] } }, job);
async function job({ scheduledAt, attempt }: JobContext): Promise<number> {
  return scheduledAt.getTime() + attempt;
}
zenpulseJob('t', { isolation: 'thread' }, job);
// @ts-expect-error there is no such isolation
zenpulseJob('u', { isolation: 'process' }, job);
// @ts-expect-error there is no such unit
zenpulseJob('c', { triggerType: 'interval', intervalValue: 1, intervalUnit: 'years' }, job);
// @ts-expect-error a promise of anything is no answer
zenpulseAdmin({ authorize: (req) => req.user });

export default defineConfig({ database: 'file:./x.db', jobs: ['./jobs.ts'], retentionDays: 30 });
export const dates: Date[] = nextRuns({ triggerType: 'cron', cronMinute: '*/5' }, { from: new Date(), count: 3 });
export const keys: string[] = JobRegistry.getAllJobs().map(({ key }) => key);

export async function use(): Promise<readonly SavedSchedule[]> {
  const store: Store = await connectStore({ database: 'file:./x.db' });
  const saved = await store.save({ jobKey: 'a', triggerType: 'cron', cronMinute: '0', timezone: 'Asia/Dhaka' });
  const next: Date | null = saved.nextRunAt;
  await store.prune({ olderThanDays: next === null ? 30 : 60 });
  const runner: Runner = createRunner({ lock: true, jobs: JobRegistry.getAllJobs() });
  await runner.start();
  await runner.stop();
  const test = createTestRunner({ now: '2026-01-05T08:00:00Z' });
  await test.advance('10 minutes');
  const outcome = await test.runJob('a', { params: { x: 1 } });
  if (outcome.status === 'success') console.log(outcome.value);
  else console.log(outcome.error, test.runs('a')[0]?.scheduledAt.toISOString());
  return store.list();
}
`;
