import { createRequire } from 'node:module';
import type * as OxcTransform from 'oxc-transform';
import type { OxcError, TransformOptions, TransformResult } from 'oxc-transform';

const require = createRequire(import.meta.url);

export type Oxc = Readonly<typeof OxcTransform>;

/** The compiler; null on a platform without a build of it. */
export function loadOxc(): Oxc | null {
  try {
    return require('oxc-transform') as Oxc;
  } catch {
    return null;
  }
}

/** Compiled JavaScript (ESM) and its source map. */
export type Compiled = Required<Pick<TransformResult, 'code' | 'map'>>;

/** Compiles a file. Throws a SyntaxError whose message ends with file, line and column. */
export function compileTypescript(
  oxc: Oxc,
  file: string,
  source: string,
  options: TransformOptions,
): Compiled {
  const lang = /\.[cm]?tsx$/.test(file) ? 'tsx' : 'ts';
  const { code, map, errors, helpersUsed } = oxc.transformSync(file, source, { ...options, lang });
  const [error] = errors;
  if (error !== undefined || map === undefined) throw new SyntaxError(inWords(error, file, source));
  return { code: withHelpers(code, Object.values(helpersUsed)), map };
}

/** The compiler's helpers are installed with this package, not with the file's own package. */
function withHelpers(code: string, helpers: readonly string[]): string {
  return helpers.reduce(
    (text, helper) => text.replaceAll(JSON.stringify(helper), JSON.stringify(require.resolve(helper))),
    code,
  );
}

function inWords(error: OxcError | undefined, file: string, source: string): string {
  const start = error?.labels[0]?.start;
  const before = start === undefined ? null : source.slice(0, start).split('\n');
  const place = before === null ? file : `${file}:${before.length}:${(before.at(-1) ?? '').length + 1}`;
  return `${error?.message ?? 'it cannot be compiled'} (${place})`;
}
