import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runChild } from './install/child.ts';

const dist = (name: string) => fileURLToPath(new URL(`../dist/${name}`, import.meta.url));
const bin = (name: string) => fileURLToPath(new URL(`../bin/${name}`, import.meta.url));

// What users import from is a promise: a name that goes, or a new one, shall be somebody's decision.
describe.each([
  {
    entry: 'index',
    values: [
      'JobRegistry',
      'SettingsError',
      'StoreError',
      'connectStore',
      'createRunner',
      'defineConfig',
      'nextRuns',
      'zenpulseAdmin',
      'zenpulseJob',
    ],
    types: [
      'AdminHandler',
      'AdminRequest',
      'IntervalUnit',
      'JobContext',
      'JobFunction',
      'JobLog',
      'JobOptions',
      'LogPolicy',
      'Logger',
      'NextRunsOptions',
      'Outcome',
      'RegisteredJob',
      'Runner',
      'RunnerOptions',
      'SavedSchedule',
      'ScheduleFields',
      'ScheduleInput',
      'Store',
      'StoreErrorCode',
      'StoreOptions',
      'TriggerInput',
      'ZenpulseAdminOptions',
      'ZenpulseConfig',
    ],
  },
  {
    entry: 'express',
    values: ['zenpulseAdmin'],
    types: ['AdminHandler', 'AdminRequest', 'ZenpulseAdminOptions'],
  },
  {
    entry: 'testing',
    values: ['createTestRunner'],
    types: ['JobOutcome', 'RunJobOptions', 'TestRun', 'TestRunner', 'TestRunnerOptions'],
  },
])('dist/$entry', ({ entry, values, types }) => {
  it('exports these values to import', async () => {
    const module = (await import(pathToFileURL(dist(`${entry}.js`)).href)) as object;
    expect(Object.keys(module).sort()).toEqual(values);
  });

  it('exports the same to require', () => {
    const module = createRequire(import.meta.url)(dist(`${entry}.js`)) as object;
    expect(Object.keys(module).sort()).toEqual(values);
  });

  it('declares these values and types', () => {
    expect(declaredNames(dist(`${entry}.d.ts`)).sort()).toEqual([...values, ...types].sort());
  });
});

describe.each([
  [
    'zenpulse-runner.mjs',
    /^Usage: zenpulse-runner \[options\]\n\nKeeps the schedules in memory and runs the jobs\./,
  ],
  ['zenpulse.mjs', /^Usage: zenpulse \[options\] \[command\]\n\nLooks after the schedules of ZenPulse\./],
])('bin/%s', (name, help) => {
  it('says what it is for', async () => {
    expect(await runChild(process.execPath, [bin(name), '--help'], dist('.'))).toMatch(help);
  });

  it('knows its version', async () => {
    const { version } = JSON.parse(readFileSync(bin('../package.json'), 'utf8')) as { version: string };
    expect(await runChild(process.execPath, [bin(name), '--version'], dist('.'))).toBe(`${version}\n`);
  });
});

/** The names that an entry's declaration, a list of exports, gives on. */
function declaredNames(file: string): string[] {
  const lists = [...readFileSync(file, 'utf8').matchAll(/^export (?:type )?\{([^}]*)\} from/gm)];
  const names = lists.flatMap(([, list = '']) => list.split(',').map((name) => name.trim()));
  return names.filter((name) => name !== '').map((name) => name.replace(/^type /, ''));
}
