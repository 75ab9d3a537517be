import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runChild } from './install/child.ts';

const dist = (name: string) => fileURLToPath(new URL(`../dist/${name}`, import.meta.url));
const bin = (name: string) => fileURLToPath(new URL(`../bin/${name}`, import.meta.url));

// What users import is a promise: removing or adding a name must be a decision.
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
      'AskedSchedule',
      'AuthorizeAnswer',
      'IntervalUnit',
      'JobContext',
      'JobFunction',
      'JobLog',
      'JobOptions',
      'LogPolicy',
      'Logger',
      'NextRunsOptions',
      'OnStop',
      'Outcome',
      'RedactHook',
      'RedactedText',
      'RegisteredJob',
      'Runner',
      'RunnerOptions',
      'SavedSchedule',
      'ScheduleAction',
      'ScheduleActor',
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
    types: [
      'AdminHandler',
      'AdminRequest',
      'AskedSchedule',
      'AuthorizeAnswer',
      'ScheduleAction',
      'ScheduleActor',
      'ZenpulseAdminOptions',
    ],
  },
  {
    entry: 'client',
    values: ['createClient'],
    types: ['ZenpulseClient', 'ZenpulseClientOptions', 'ZenpulseSchemas'],
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
    const module = createRequire(import.meta.url)(dist(`${entry}.cjs`)) as object;
    expect(Object.keys(module).sort()).toEqual(values);
  });

  it.each(['d.ts', 'd.cts'])('declares these values and types in %s', (extension) => {
    const names = exportsOf(dist(`${entry}.${extension}`)).flatMap((each) => each.names);
    expect(names.sort()).toEqual([...values, ...types].sort());
  });
});

// The text that an editor shows for a name.
describe.each(['index', 'express', 'testing', 'client'])('each name that dist/%s.d.ts gives on', (entry) => {
  it('is explained, and so is each of its members', () => {
    expect(declarations(dist(`${entry}.d.ts`)).flatMap(unexplained)).toEqual([]);
  });
});

describe.each([
  [
    'zenpulse-runner.mjs',
    /^Usage: zenpulse-runner \[options\]\n\nKeeps the schedules in memory and runs the jobs\./,
  ],
  ['zenpulse.mjs', /^Usage: zenpulse \[options\] \[command\]\n\nLooks after the schedules of ZenPulse\./],
])('bin/%s', (name, help) => {
  it('has a comment', async () => {
    expect(await runChild(process.execPath, [bin(name), '--help'], dist('.'))).toMatch(help);
  });

  it('knows its version', async () => {
    const { version } = JSON.parse(readFileSync(bin('../package.json'), 'utf8')) as { version: string };
    expect(await runChild(process.execPath, [bin(name), '--version'], dist('.'))).toBe(`${version}\n`);
  });
});

/** The names that an entry's declaration exports, and the file of each export list. */
function exportsOf(file: string): { readonly names: readonly string[]; readonly from: string }[] {
  const lists = readFileSync(file, 'utf8').matchAll(/^export (?:type )?\{([^}]*)\} from '([^']+)'/gm);
  return [...lists].map(([, list = '', from = '']) => ({
    from,
    names: list
      .split(',')
      .map((name) => name.trim().replace(/^type /, ''))
      .filter((name) => name !== ''),
  }));
}

interface Declaration {
  readonly name: string;
  readonly lines: readonly string[];
  /** Where it begins among the lines. */
  readonly at: number;
}

/** Where the names of an entry are declared. */
function declarations(file: string): Declaration[] {
  return exportsOf(file).flatMap(({ names, from }) => {
    const lines = readFileSync(join(dirname(file), from.replace(/\.js$/, '.d.ts')), 'utf8').split('\n');
    return names.map((name) => {
      const head = new RegExp(`^export (declare )?(interface|type|class|const|function) ${name}\\b`);
      return { name, lines, at: lines.findIndex((line) => head.test(line)) };
    });
  });
}

/** The name and its members that have no comment. */
function unexplained({ name, lines, at }: Declaration): string[] {
  const isExplained = (line: number) => lines[line - 1]?.trimEnd().endsWith('*/') === true;
  const found = at > 0 && isExplained(at) ? [] : [name];
  for (let line = at + 1; lines[line]?.startsWith('    ') === true; line += 1) {
    const [, member] = /^ {4}(?:readonly )?(\w+)\??[:(<]/.exec(lines[line] ?? '') ?? [];
    if (member !== undefined && member !== 'constructor' && !isExplained(line))
      found.push(`${name}.${member}`);
  }
  return found;
}
