import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defineConfig, findConfig } from './find-config.ts';
import { SettingsError } from './settings-error.ts';

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'zenpulse-config-')));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (name: string, text: string) => writeFile(join(folder, name), text);

async function refusal(): Promise<string> {
  const error: unknown = await findConfig(folder).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(SettingsError);
  return (error as SettingsError).message;
}

describe('a config file', () => {
  it.each([
    ['zenpulse.config.js', 'export default { timezone: "Asia/Dhaka" };'],
    ['zenpulse.config.mjs', 'const zone = "Asia/" + "Dhaka"; export default { timezone: zone };'],
    ['zenpulse.config.json', '{ "timezone": "Asia/Dhaka" }'],
  ])('may be %s', async (name, text) => {
    await write(name, text);
    expect(await findConfig(folder)).toEqual({
      file: join(folder, name),
      baseDir: folder,
      config: { timezone: 'Asia/Dhaka' },
    });
  });

  it('may be a CommonJS module in a package that is one', async () => {
    await write('package.json', '{"type":"commonjs"}');
    await write('zenpulse.config.js', 'module.exports = { jobs: "jobs.js" };');
    expect((await findConfig(folder)).config).toEqual({ jobs: 'jobs.js' });
  });

  it('may be missing', async () => {
    expect(await findConfig(folder)).toEqual({ file: null, baseDir: folder, config: {} });
  });

  it('may be empty', async () => {
    await write('zenpulse.config.json', '{}');
    expect((await findConfig(folder)).config).toEqual({});
  });

  it.each([
    ['{"databse":"file:a.db"}', /: databse: unknown field$/],
    ['{"database":5}', /: database: expected a database URL, got 5$/],
    ['{"stateDir":null}', /: stateDir: expected a folder, got null$/],
    ['{"timezone":1}', /: timezone: expected an IANA time zone, got 1$/],
    ['{"jobs":[1]}', /: jobs(\.0)?: expected a module, a folder, or a list of them, got /],
    [
      '{"retentionDays":"90"}',
      /: retentionDays: expected whole days from 0 \(for ever\) to 36500, got "90"$/,
    ],
    ['{"database":1,"zone":2}', /: database: expected .*; zone: unknown field$/],
    ['[]', /: expected an object of settings, got \[\]$/],
    ['null', /: expected an object of settings, got null$/],
    ['{', / cannot be loaded: /],
  ])('that says %s is refused: file and field are named', async (text, message) => {
    await write('zenpulse.config.json', text);
    const said = await refusal();
    expect(said).toMatch(message);
    expect(said).toContain(join(folder, 'zenpulse.config.json'));
    expect(said).not.toContain('\n');
  });

  it.each([
    ['throws', 'throw new Error("not today");', /cannot be loaded: not today$/],
    [
      'has no default export',
      'export const timezone = "UTC";',
      /: expected an object of settings, got nothing$/,
    ],
    ['does not parse', 'export default {', /cannot be loaded: /],
    ['throws what is no error', 'throw "a text";', /cannot be loaded: a text$/],
  ])('that %s is refused by name', async (_what, code, message) => {
    await write('zenpulse.config.mjs', code);
    const said = await refusal();
    expect(said).toMatch(message);
    expect(said).toContain(join(folder, 'zenpulse.config.mjs'));
  });
});

describe('a file that would be passed over', () => {
  it.each(['zenpulse.config.ts', 'zenpulse.config.cjs', 'zenpulse.config.mts'])(
    '%s is refused',
    async (name) => {
      await write(name, 'export default {};');
      expect(await refusal()).toBe(
        `${join(folder, name)} is not read: expected zenpulse.config.js, zenpulse.config.mjs, zenpulse.config.json`,
      );
    },
  );

  it('beside another one is refused with both names', async () => {
    await write('zenpulse.config.json', '{}');
    await write('zenpulse.config.js', 'export default {};');
    const names = ['zenpulse.config.js', 'zenpulse.config.json'].map((name) => join(folder, name));
    expect(await refusal()).toBe(`expected one configuration file, found ${names.join(' and ')}`);
  });
});

it('defineConfig gives back what it was given', () => {
  const config = { retentionDays: 7 };
  expect(defineConfig(config)).toBe(config);
});
