// Bundles the workspace's code: what users import as ES modules and as CommonJS, the binaries, the worker threads.
import { dirname, join } from 'node:path';
import { rolldown } from 'rolldown';
import {
  installedLibraries,
  isInstalled,
  prismaInBundle,
  refuseLibraries,
  writeLicences,
  writeQueryCompilers,
} from './prisma-in-bundle.mjs';

/** Writes the code into `dir`. `zenpulse` is the published package's folder. */
export async function bundleCode({ zenpulse, dir, entries, programs, dependencies }) {
  const external = dependencies.filter((name) => !isInstalled(name));
  const bundle = async (names, output, plugins = []) => {
    const bundler = await rolldown({
      cwd: zenpulse,
      input: Object.fromEntries(names.map((name) => [name, `src/${name}.ts`])),
      platform: 'node',
      external: [/^node:/, ...external.map((name) => new RegExp(`^${name}(/|$)`))],
      plugins: [prismaInBundle(zenpulse), installedLibraries(zenpulse), ...plugins],
      treeshake: { moduleSideEffects: 'no-external' },
      resolve: { conditionNames: ['zenpulse-source', 'import', 'node', 'default'] },
    });
    const { output: chunks } = await bundler.write({ dir, ...output });
    await bundler.close();
    return chunks.flatMap(({ moduleIds = [] }) => moduleIds);
  };
  const modules = [
    ...(await bundle([...entries, ...programs], { format: 'esm', chunkFileNames: '[name]-[hash].js' })),
    ...(await bundle(entries, COMMON_JS, [requiringFiles])),
  ];
  refuseLibraries(modules);
  writeQueryCompilers(zenpulse, dir);
  writeLicences(modules, dir);
}

/** For test frameworks whose `require` rejects `import()`: modules loaded later are required instead. */
const COMMON_JS = {
  banner: ({ isEntry }) => (isEntry ? MISSING_GLOBALS : ''),
  format: 'cjs',
  dynamicImportInCjs: false,
  entryFileNames: '[name].cjs',
  chunkFileNames: '[name]-[hash].cjs',
  paths: (id) => id.replace(/^node:/, ''), // Jest 26 does not know the node: prefix
};

/** Globals that Node has but the sandbox of Jest 26 and 27 lacks; existing ones are not changed. */
const MISSING_GLOBALS = `for (const name of ['AbortController', 'AbortSignal', 'performance', 'structuredClone'])
  if (typeof globalThis[name] === 'undefined') globalThis[name] = require('vm').runInThisContext(name);`;

const requiringFiles = {
  name: 'requiring-files',
  resolveId: (source, importer) =>
    source.endsWith('/import-file.ts') ? join(dirname(importer), dirname(source), 'require-file.ts') : null,
};
