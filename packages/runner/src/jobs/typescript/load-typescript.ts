import { createRequire } from 'node:module';
import type { SourceMapPayload } from 'node:module';
import type * as JitiPackage from 'jiti';
import type { Jiti, JitiOptions } from 'jiti';
import { compileTypescript, loadOxc, type Oxc } from './compile-typescript.ts';
import { compilerOptions } from './compiler-options.ts';
import { createTsconfigFinder } from './find-tsconfig.ts';
import { keepLines } from './keep-lines.ts';

const require = createRequire(import.meta.url);

type Transform = NonNullable<JitiOptions['transform']>;

export interface TypescriptLoader {
  /** Loads a module and its imports. Throws the module's error, or a SyntaxError that names file and line. */
  load(file: string): Promise<unknown>;
  /** Deviations from the project's tsconfig, one line each. */
  readonly remarks: readonly string[];
}

const tsconfigOf = createTsconfigFinder();

/**
 * Loads TypeScript without a build step. oxc compiles it like `tsc`, including decorators with metadata; jiti resolves
 * imports and tsconfig `paths`, and loads each imported package once.
 */
export function createTypescriptLoader(): TypescriptLoader {
  const { createJiti } = require('jiti') as typeof JitiPackage;
  const common: JitiOptions = { fsCache: false, interopDefault: true };
  const javascript = createJiti(import.meta.url, common);
  const oxc = loadOxc();
  const remarks: string[] = [];
  return {
    remarks,
    load: async (file) => {
      const { tsconfig, problem } = tsconfigOf(file);
      if (problem !== null) remarks.push(`The tsconfig.json of ${file} is ignored: ${problem}`);
      const options: JitiOptions = { ...common, tsconfigPaths: tsconfig?.path ?? false };
      if (oxc === null) return createJiti(file, options).import(file);
      return createJiti(file, { ...options, transform: transformWith(oxc, javascript) }).import(file);
    },
  };
}

/** Compiles TypeScript to ES modules, and these, like all JavaScript, to the form that jiti evaluates. */
function transformWith(oxc: Oxc, javascript: Jiti): Transform {
  return (input) => {
    const { filename, source, ts, babel } = input;
    if (ts !== true || filename === undefined) return { code: javascript.transform(input) };
    const { tsconfig } = tsconfigOf(filename);
    const options = compilerOptions(tsconfig === null ? null : (tsconfig.config.compilerOptions ?? {}));
    const { code, map } = compileTypescript(oxc, filename, source, options);
    const plugins = [keepLines(map as SourceMapPayload)]; // oxc writes source maps of version 3, which Node reads
    return {
      code: javascript.transform({ ...input, source: code, ts: false, babel: { ...babel, plugins } }),
    };
  };
}
