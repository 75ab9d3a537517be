// Generates the types of `zenpulse/client` from the OpenAPI description, which is made from the API's routes and rules.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const packages = join(dirname(fileURLToPath(import.meta.url)), '../packages');
const express = join(packages, 'express');
const target = join(packages, 'zenpulse/src/generated/api.ts');

/** What the description is made of; the handlers are not. */
const SOURCES = ['contract/src', 'core/src/domain', 'express/src/openapi', 'express/src/routes.ts'];

/** Writes `packages/zenpulse/src/generated/api.ts`, unless it is up to date. */
export async function generateClientTypes() {
  const stamp = fingerprint();
  const stampFile = `${target}.stamp`;
  if (existsSync(target) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  // It needs the compiler's own API, which TypeScript 7 does not have: it comes with the package that needs it.
  const require = createRequire(join(express, 'package.json'));
  const { astToString, default: openapiTS } = require('openapi-typescript');
  const text = astToString(await openapiTS(await description(), { alphabetize: true }));
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(`${target}.${process.pid}`, text);
  renameSync(`${target}.${process.pid}`, target);
  writeFileSync(stampFile, stamp);
}

/** The description, from a bundle of its sources in which the handlers do nothing, beside the packages that it imports. */
async function description() {
  const file = join(packages, 'zenpulse/node_modules', `.openapi-${process.pid}.mjs`);
  const bundler = await rolldown({
    cwd: express,
    input: 'description',
    platform: 'node',
    external: (id) => /^[a-z@]/.test(id) && !/^(?:description$|@zenpulse\/)/.test(id),
    resolve: { conditionNames: ['zenpulse-source', 'import', 'node', 'default'] },
    plugins: [withoutHandlers],
  });
  try {
    await bundler.write({ file, format: 'esm', codeSplitting: false });
    return (await import(pathToFileURL(file).href)).description;
  } finally {
    await bundler.close();
    rmSync(file, { force: true });
  }
}

const withoutHandlers = {
  name: 'without-handlers',
  resolveId: (id) => (id === 'description' ? '\0description' : null),
  load(id) {
    if (id === '\0description') {
      const from = (name) => JSON.stringify(join(express, 'src', name));
      return `import { ROUTES } from ${from('routes.ts')};
        import { openApiOf } from ${from('openapi/openapi.ts')};
        export const description = openApiOf(ROUTES);`;
    }
    if (!id.startsWith(join(express, 'src/handlers'))) return null;
    const names = readFileSync(id, 'utf8').matchAll(/^export (?:const|async function|function) (\w+)/gm);
    return [...names].map(([, name]) => `export const ${name} = () => null;`).join('\n');
  },
};

function fingerprint() {
  const hash = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)));
  for (const source of SOURCES.map((path) => join(packages, path))) {
    const files = source.endsWith('.ts') ? [''] : readdirSync(source, { recursive: true });
    for (const name of files.filter(
      (one) => one === '' || (one.endsWith('.ts') && !one.endsWith('.test.ts')),
    ))
      hash.update(name).update(readFileSync(join(source, name)));
  }
  return hash.digest('hex');
}
