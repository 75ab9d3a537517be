import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, zenpulseUrl, type Sandbox } from './sandbox.ts';

const GOOD_JOBS = `import { zenpulseJob } from '${zenpulseUrl}'; zenpulseJob('a', () => {});`;

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox();
});
afterEach(() => sandbox.close());

describe('zenpulse-runner', () => {
  it('prints in its first line how it syncs and locks, and where the database is', async () => {
    await sandbox.write('jobs.mjs', GOOD_JOBS);
    const runner = sandbox.run(['--lock', '--sync-every', '30']);
    await runner.said(/This runner fires/);
    expect(runner.output().split('\n')[0]).toBe('Starting ZenPulse Scheduler (Sync: 30s, Lock: true)...');
    expect(runner.output()).toContain(`${sandbox.folder}/zenpulse.db`);
    runner.child.kill('SIGTERM');
    expect(await runner.ended).toBe(0);
  });

  it('prints where the database is at every log level', async () => {
    await sandbox.write('jobs.mjs', GOOD_JOBS);
    const runner = sandbox.run(['--log-level', 'silent']);
    const { folder } = sandbox;
    await runner.said(/Database: .*\n/);
    expect(runner.output().split('\n')[1]).toBe(
      `Database: SQLite ${folder}/zenpulse.db, state in ${folder}/.zenpulse`,
    );
  });

  it.each([
    ['an unknown flag', ['--frequency', '3'], /unknown option '--frequency'/],
    ['a sync of no length', ['--sync-every', '0'], /whole number from 1 to 86400/],
    ['a bad zone', ['--timezone', 'Mars/Olympus'], /timezone.*expected an IANA time zone.*"Mars\/Olympus"/],
    ['a database it does not know', ['--database', 'oracle://x'], /database: expected .*oracle/],
    [
      'a job module that is not there',
      ['--jobs', 'nowhere.mjs'],
      /there is no file or folder .*nowhere\.mjs/,
    ],
    ['a level that is none', ['--log-level', 'loud'], /Allowed choices are/],
    [
      'a port that is none',
      ['--http', 'x', '--jobs', 'nowhere.mjs'],
      /'--http <port>'.*Expected a port from 0/,
    ],
    ['no standby without a lock', ['--no-standby'], /--no-standby: expected together with --lock/],
  ])('refuses %s in one line and exits with 2', async (_what, args, message) => {
    await sandbox.write('jobs.mjs', GOOD_JOBS);
    const runner = sandbox.run(args);
    expect(await runner.ended).toBe(2);
    const lines = runner.errors().trim().split('\n');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(message);
  });

  it.each([
    [
      'throws',
      'throw new Error("no configuration");',
      /jobs\.mjs cannot be loaded: Error: no configuration \(.*jobs\.mjs:1:\d+\)/,
    ],
    [
      'does not parse',
      '\nconst = 3;',
      /jobs\.mjs cannot be loaded: SyntaxError: Unexpected token '=' \(.*jobs\.mjs:2\)/,
    ],
    [
      'imports what is not installed',
      "import 'not-installed-at-all';",
      /cannot be loaded: Error.*not-installed-at-all/,
    ],
    [
      'registers a schedule that breaks a rule',
      `import { zenpulseJob } from '${zenpulseUrl}'; zenpulseJob('a', { triggerType: 'cron', cronMinute: '60' }, () => {});`,
      /zenpulseJob\("a"\): cronMinute: Use 0–59/,
    ],
  ])('refuses a job module that %s in one line and exits with 2', async (_what, code, message) => {
    await sandbox.write('jobs.mjs', code);
    const runner = sandbox.run();
    expect(await runner.ended).toBe(2);
    expect(runner.errors().trim().split('\n')).toHaveLength(1);
    expect(runner.errors()).toMatch(message);
  });

  it('refuses to choose between two job modules', async () => {
    await sandbox.write('jobs.mjs', GOOD_JOBS);
    await sandbox.write('jobs.js', GOOD_JOBS);
    const runner = sandbox.run();
    expect(await runner.ended).toBe(2);
    expect(runner.errors()).toMatch(
      /expected one job module, found .*jobs\.js and .*jobs\.mjs|found .*jobs\.mjs/,
    );
  });

  it('reports where it looked when there is no job module', async () => {
    const runner = sandbox.run();
    expect(await runner.ended).toBe(2);
    expect(runner.errors()).toMatch(/no job module found\. Looked for jobs\.\{.*\} in .*zenpulse-/);
  });

  it.each([
    ['without a type', '{}'],
    ['of type module', '{ "type": "module" }'],
    ['of type commonjs', '{ "type": "commonjs" }'],
  ])('loads a TypeScript module in a package %s', async (_what, manifest) => {
    await sandbox.write('package.json', manifest);
    await sandbox.write(
      'jobs.ts',
      `import { zenpulseJob, type JobContext } from '${zenpulseUrl}';
       enum Colour { Red = 'red' }
       zenpulseJob('typed', (context: JobContext): void => { context.log.info(Colour.Red); });`,
    );
    const runner = sandbox.run();
    await runner.said(/"jobs":\["typed"\].*1 job is registered/);
  });

  it('warns of a key that is registered twice and names both places', async () => {
    await sandbox.write('jobs.mjs', `${GOOD_JOBS}\nzenpulseJob('a', () => {});`);
    const runner = sandbox.run();
    await runner.said(/This runner fires/);
    expect(runner.errors()).toMatch(/"a" is registered twice: at .*jobs\.mjs:1 and at .*jobs\.mjs:2/);
  });

  it('sees the jobs of another copy of the package', async () => {
    const copy = `${zenpulseUrl}?copy`;
    await sandbox.write('jobs.mjs', `import { zenpulseJob } from '${copy}'; zenpulseJob('other', () => {});`);
    const runner = sandbox.run();
    await runner.said(/"jobs":\["other"\]/);
  });
});
