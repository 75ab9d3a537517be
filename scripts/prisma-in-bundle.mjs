// Prisma's client and adapters, and what they alone need, are in the bundle: they fit in one exact version only, and an
// application that has another one of its own could not install ours (docs/decisions/0004-one-bundle.md).
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The libraries allowed in the bundle besides our own code. Each is listed with its licence. */
const BUNDLED = [/^@prisma\//, /^(async-mutex|postgres-array|tslib)$/];
const PROVIDERS = ['sqlite', 'postgresql', 'mysql'];
const QUERY_COMPILER = /@prisma\/client\/runtime\/query_compiler_fast_bg\.(\w+)\.wasm-base64\.mjs$/;

/** A rolldown plugin. `zenpulse` is the published package's folder. */
export function prismaInBundle(zenpulse) {
  return {
    name: 'prisma-in-bundle',
    resolveId: {
      filter: { id: /^@prisma\// },
      async handler(source, importer) {
        // Resolves to the ES module, from which the bundler can drop unused code: the condition `node` would select the
        // other one.
        const { id } = await this.resolve(source, importer, { skipSelf: true });
        const module = id.replace(/\.js$/, '.mjs');
        return existsSync(module) ? module : id;
      },
    },
    /** The query compiler is a separate file: 3 MB, loaded only when a schedule is edited. */
    load(id) {
      const [, provider] = QUERY_COMPILER.exec(id) ?? [];
      if (provider === undefined) return null;
      return `import { readFileSync } from 'node:fs';
import { packageFile } from ${JSON.stringify(packageFilesIn(zenpulse))};
export const wasm = readFileSync(packageFile('query-compiler/${provider}.wasm'));`;
    },
    /** Neither may use its own address or set a global: code in an application's bundle has no address. */
    transform(code, id) {
      if (id.endsWith('/generated/client/client.ts')) return without(code, id, [OWN_FOLDER]);
      if (id.endsWith('@prisma/client/runtime/client.mjs')) return without(code, id, RUNTIME_BANNER);
      return null;
    },
  };
}

function packageFilesIn(zenpulse) {
  return join(zenpulse, '../store/src/drivers/package-files.ts');
}

const OWN_FOLDER = "globalThis['__dirname'] = path.dirname(fileURLToPath(import.meta.url))\n";
const RUNTIME_BANNER = [
  'const __filename = __banner_node_url.fileURLToPath(import.meta.url);\n',
  "globalThis['__dirname'] = __banner_node_path.dirname(__filename);\n",
  'const require = __banner_node_module.createRequire(import.meta.url);\n',
];

function without(code, id, lines) {
  const missing = lines.find((line) => !code.includes(line));
  if (missing !== undefined) throw new Error(`${id}: expected the line ${missing.trim()}`);
  const rest = lines.reduce((text, line) => text.replace(line, ''), code);
  if (/import\.meta|\b__dirname\b|[^.\w$]require\(/.test(rest))
    throw new Error(`${id}: expected no look at its own address, but for ${lines.join('')}`);
  return rest;
}

/**
 * Libraries that no bundle can include, with the names imported from them: optional drivers, a binary, a library with
 * its own thread.
 */
const INSTALLED = {
  mariadb: ['createConnection', 'createPool'],
  pg: ['Client', 'Pool', 'types'],
  piscina: ['Piscina'],
};

export const isInstalled = (name) => Object.hasOwn(INSTALLED, name);

/**
 * A rolldown plugin: these libraries are required when the code that uses them is loaded, from where they are
 * installed.
 */
export function installedLibraries(zenpulse) {
  return {
    name: 'installed-libraries',
    resolveId: {
      filter: { id: /^[a-z]+$/ },
      handler: (source) => (isInstalled(source) ? `\0installed:${source}` : null),
    },
    load: {
      filter: { id: /^\0installed:/ },
      handler(id) {
        const name = id.replace('\0installed:', '');
        return `import { requireInstalled } from ${JSON.stringify(packageFilesIn(zenpulse))};
const library = requireInstalled(${JSON.stringify(name)});
export default library;
export const { ${INSTALLED[name].join(', ')} } = library;`;
      },
    },
  };
}

/** Writes the compilers beside the code. */
export function writeQueryCompilers(zenpulse, dir) {
  const { resolve } = createRequire(join(zenpulse, '../store/package.json'));
  mkdirSync(join(dir, 'query-compiler'), { recursive: true });
  for (const provider of PROVIDERS) {
    const module = resolve(`@prisma/client/runtime/query_compiler_fast_bg.${provider}.wasm-base64.mjs`);
    const [, base64] = /["']([A-Za-z0-9+/=]{1000,})["']/.exec(readFileSync(module, 'utf8')) ?? [];
    if (base64 === undefined) throw new Error(`${module}: expected a module of base64`);
    writeFileSync(join(dir, 'query-compiler', `${provider}.wasm`), Buffer.from(base64, 'base64'));
  }
}

/** Rejects any other library: in the bundle it would have no version and no licence. */
export function refuseLibraries(modules) {
  const library = modules.find((id) => {
    const name = libraryOf(id)?.name;
    return name !== undefined && !BUNDLED.some((pattern) => pattern.test(name));
  });
  if (library === undefined) return;
  throw new Error(
    `expected ${library} to be of a dependency or an optional peer in packages/zenpulse/package.json, got it into the bundle`,
  );
}

/** The licences of the bundled libraries, as those licences require. */
export function writeLicences(modules, dir) {
  const folders = new Set(
    modules.map((id) => libraryOf(id)?.folder).filter((folder) => folder !== undefined),
  );
  const texts = [...folders].map(licenceIn).sort();
  const head = 'zenpulse contains code of these libraries, each under its own licence.\n';
  writeFileSync(join(dir, 'LICENCES-OF-LIBRARIES.txt'), [head, ...texts].join(`\n${'-'.repeat(80)}\n`));
}

function licenceIn(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { name, version, license, author, authors = [author ?? 'its authors'] } = manifest;
  const file = readdirSync(folder).find((each) => /^licen[sc]e(\.\w+)?$/i.test(each));
  const holders = authors.map((each) => each.name ?? each).join(', ');
  const text = file === undefined ? `Copyright ${holders}` : readFileSync(join(folder, file), 'utf8');
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
}

function libraryOf(id) {
  const [folder, name] = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)(?=\/)/.exec(id) ?? [];
  return folder !== undefined && existsSync(join(folder, 'package.json')) ? { folder, name } : undefined;
}
