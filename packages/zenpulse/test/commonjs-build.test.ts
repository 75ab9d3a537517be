import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'rolldown/parseAst';
import { expect, it } from 'vitest';
import { runChild } from './install/child.ts';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const files = readdirSync(dist).filter((name) => name.endsWith('.cjs'));

it('exists for each of the three entries', () => {
  expect(files).toEqual(expect.arrayContaining(['index.cjs', 'express.cjs', 'testing.cjs', 'client.cjs']));
});

// A test framework with its own module system runs it in a VM that rejects import().
it.each(files)('%s has no dynamic import, and no address of an ES module', (name) => {
  const code = readFileSync(join(dist, name), 'utf8');
  expect(expressionsIn(parseAst(code, { sourceType: 'commonjs' }))).toEqual([]);
});

it('finds a dynamic import where there is one', () => {
  expect(expressionsIn(parseAst('exports.load = () => import("pg");'))).toEqual(['ImportExpression']);
});

// Bundlers replace it by its value at build time; it decides who may enter.
it('reads NODE_ENV where it runs, also in a bundle', () => {
  const code = readdirSync(dist).filter((name) => /\.c?js$/.test(name));
  const texts = code.map((name) => readFileSync(join(dist, name), 'utf8'));
  const readings = texts.flatMap((text) => text.match(/environment: .*NODE_ENV.*/g) ?? []);
  expect(readings).toHaveLength(2);
  expect(readings.filter((reading) => /(?<!\w)process\.env/.test(reading))).toEqual([]);
});

/** Both copies in one process: an application that requires, and a library of its own that imports. */
it('shares the jobs and the token with the ES modules', async () => {
  const output = await runChild(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import { createRequire } from 'node:module';
const require = createRequire(${JSON.stringify(join(dist, 'index.cjs'))});
process.env.NODE_ENV = 'development';
process.env.ZENPULSE_DATABASE_URL = 'file:${join(tmpdir(), 'nowhere-zenpulse', 'x.db')}';
const [required, imported] = [require('./index.cjs'), await import(${JSON.stringify(join(dist, 'index.js'))})];
required.zenpulseJob('required', () => undefined);
imported.zenpulseJob('imported', () => undefined);
const keys = ({ JobRegistry }) => JobRegistry.getAllJobs().map(({ key }) => key).join();
const tokens = [];
console.log = (line) => tokens.push(/token=(\\S+)/.exec(line)?.[1]);
required.zenpulseAdmin();
imported.zenpulseAdmin();
process.stdout.write(JSON.stringify([required !== imported, keys(required), keys(imported), tokens[0] === tokens[1]]));
process.exit();`,
    ],
    tmpdir(),
  );
  expect(JSON.parse(output)).toEqual([true, 'required,imported', 'required,imported', true]);
});

function expressionsIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const { type } = node as { readonly type?: unknown };
  const found = type === 'ImportExpression' || type === 'MetaProperty' ? [String(type)] : [];
  return [...found, ...Object.values(node).flatMap(expressionsIn)];
}
