import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const dist = fileURLToPath(new URL('../dist', import.meta.url));

/** The packages that a module of the build imports as soon as it is imported itself, however many files lie between. */
function packagesOf(entry: string): ReadonlySet<string> {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const imports = /^(?:import|export)\b[^;"']*?(?:from\s*)?["']([^"']+)["']/gm;
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(imports)) {
      if (name.startsWith('.')) visit(join(dirname(file), name));
      else if (!name.startsWith('node:')) packages.add(/^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name);
    }
  };
  visit(join(dist, entry));
  expect(seen.size + packages.size).toBeGreaterThan(1);
  return packages;
}

/** The same of a file that is required, by what Node has loaded then. */
function packagesRequiredBy(entry: string): ReadonlySet<string> {
  const code = `require(${JSON.stringify(join(dist, entry))});
    console.log(JSON.stringify(Object.keys(require.cache)));`;
  const files = JSON.parse(execFileSync(process.execPath, ['-e', code], { encoding: 'utf8' })) as string[];
  return new Set(files.flatMap((file) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []));
}

describe('what is imported with an application that mounts the admin and defines jobs', () => {
  it('is nothing but the grammar of schedules and the checks of options', () => {
    expect(packagesOf('index.js')).toEqual(new Set(['croner', 'cronstrue', 'zod']));
    expect(packagesRequiredBy('index.cjs')).toEqual(new Set(['croner', 'cronstrue', 'zod']));
  });

  it('is the fetch client alone for a program that calls the API', () => {
    expect(packagesOf('client.js')).toEqual(new Set(['openapi-fetch']));
    expect(packagesRequiredBy('client.cjs')).toEqual(new Set(['openapi-fetch']));
  });

  it('is nothing at all for the admin by itself', () => {
    expect(packagesOf('express.js')).toEqual(new Set());
    expect(packagesRequiredBy('express.cjs')).toEqual(new Set());
  });
});
