// The type declarations of the published package: what the compiler writes for the entries and everything they
// reach, with the workspace's private packages folded in. (tsdown and rolldown-plugin-dts want Node 22.)
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

const NAMED = /^(import|export)( type)? \{([^}]*)\} from ['"]([^'"]+)['"];$/gm;
/**
 * Node's types are referenced in the file itself, so that an application need not list them (TypeScript 7 includes none
 * by default).
 */
const NODES_TYPES = /from ['"]node:|\b(AbortSignal|Buffer|NodeJS|URL)\b/;
const RELATIVE_JS = /((?:from |import\()'\.[^']*\.)js(')/g;
const SPECIFIER = /(from |import\(|^import )(['"])([^'"]+)\2/gm;

/**
 * Writes `dist/<entry>.d.ts` and, below `dist/types`, all declarations they need, each also as `.d.cts` for `require`.
 * Throws if a private package's name would appear.
 */
export function writeDeclarations({ root, dist, entries, dependencies }) {
  const compiled = mkdtempSync(join(tmpdir(), 'zenpulse-types-'));
  try {
    compile(root, compiled);
    const waiting = entries.map((entry) => `zenpulse/src/${entry}.d.ts`);
    const seen = new Set(waiting);
    for (const file of waiting) {
      const { text, needs } = rewritten(file, compiled);
      for (const need of needs.relative) {
        if (!seen.has(need)) waiting.push(need);
        seen.add(need);
      }
      refuseUnknown(file, needs.packages, dependencies);
      const target = join(dist, published(file));
      const declared = NODES_TYPES.test(text) ? `/// <reference types="node" />\n${text}` : text;
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, declared);
      writeFileSync(target.replace(/\.d\.ts$/, '.d.cts'), declared.replace(RELATIVE_JS, '$1cjs$2'));
    }
  } finally {
    rmSync(compiled, { recursive: true, force: true });
  }
}

function compile(root, outDir) {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const project = join(root, 'packages/zenpulse/tsconfig.types.json');
  execFileSync(process.execPath, [tsc, '-p', project, '--outDir', outDir], { stdio: 'inherit' });
}

/** A published declaration, and the files and packages it needs. */
function rewritten(file, compiled) {
  const needs = { relative: new Set(), packages: new Set() };
  const link = (target) => {
    needs.relative.add(target);
    const path = relative(dirname(published(file)), published(target)).replace(/\.d\.ts$/, '.js');
    return path.startsWith('.') ? path : `./${path}`;
  };
  const text = readFileSync(join(compiled, file), 'utf8')
    .replace(NAMED, (statement, keyword, type = '', names, specifier) => {
      const index = indexOf(file, specifier);
      if (index === null) return statement;
      return fromOrigins(namesOf(names), index, compiled)
        .map(([origin, list]) => `${keyword}${type} { ${list.join(', ')} } from '${link(origin)}';`)
        .join('\n');
    })
    .replace(SPECIFIER, (match, before, quote, specifier) => {
      if (specifier.endsWith('.js') && specifier.startsWith('.')) return match; // linked above
      if (specifier.startsWith('.')) {
        const target = join(dirname(file), specifier).replace(/\.ts$/, '.d.ts');
        return `${before}${quote}${link(target)}${quote}`;
      }
      needs.packages.add(specifier);
      return match;
    });
  return { text, needs };
}

/** The files that an index's names come from, so that the rest of the index is not included. */
function fromOrigins(names, index, compiled) {
  const origins = new Map();
  for (const [, , , exported, from] of readFileSync(join(compiled, index), 'utf8').matchAll(NAMED)) {
    for (const { outer, inner } of namesOf(exported)) origins.set(outer, { from, inner });
  }
  const lists = new Map();
  for (const { isType, inner: wanted, outer } of names) {
    const origin = origins.get(wanted);
    if (origin === undefined) throw new Error(`${index}: expected an export of ${wanted} by its name`);
    const file = join(dirname(index), origin.from).replace(/\.ts$/, '.d.ts');
    const name = origin.inner === outer ? outer : `${origin.inner} as ${outer}`;
    lists.set(file, [...(lists.get(file) ?? []), `${isType ? 'type ' : ''}${name}`]);
  }
  return [...lists];
}

/** `@zenpulse/core/engine` is `core/src/engine/index`, `@zenpulse/store` is `store/src/index`; null for no index. */
function indexOf(file, specifier) {
  if (specifier.startsWith('.')) {
    return specifier.endsWith('/index.ts') ? join(dirname(file), specifier).replace(/\.ts$/, '.d.ts') : null;
  }
  const [scope, name, ...rest] = specifier.split('/');
  return scope === '@zenpulse' ? [name, 'src', ...rest, 'index.d.ts'].join('/') : null;
}

/** The names in the braces of an import or export: `type a as b`. */
function namesOf(list) {
  return list.split(',').flatMap((item) => {
    const [, type, inner, outer = inner] = /^\s*(type )?(\S+)(?: as (\S+))?\s*$/.exec(item) ?? [];
    return inner === undefined ? [] : [{ isType: type !== undefined, inner, outer }];
  });
}

/** `zenpulse/src/index` lies beside its code, the other packages below `types`. */
function published(file) {
  const [name, , ...rest] = file.split('/');
  return name === 'zenpulse' ? rest.join('/') : join('types', name, ...rest);
}

/**
 * The compiler writes an inferred type of a private package as `import("@zenpulse/…")`, which users cannot resolve:
 * such a type must be named.
 */
function refuseUnknown(file, packages, dependencies) {
  for (const name of packages) {
    const isKnown =
      name.startsWith('node:') || dependencies.some((d) => name === d || name.startsWith(`${d}/`));
    if (!isKnown) throw new Error(`${file}: expected types that are named and of a dependency, got ${name}`);
  }
}
