import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type * as GetTsconfig from 'get-tsconfig';
import type { TsConfigResult } from 'get-tsconfig';

const require = createRequire(import.meta.url);

export interface FoundTsconfig {
  /** Null if there is none above the file, or it cannot be read. */
  readonly tsconfig: TsConfigResult | null;
  /** Why an existing one cannot be read: a package that it extends may not be installed in production. */
  readonly problem: string | null;
}

/** Finds and reads the nearest tsconfig.json of a file, with what it extends; once per folder. */
export function createTsconfigFinder(): (file: string) => FoundTsconfig {
  const found = new Map<string, FoundTsconfig>();
  return (file) => {
    const folder = dirname(file);
    const known = found.get(folder);
    if (known !== undefined) return known;
    const read = readNearest(folder);
    found.set(folder, read);
    return read;
  };
}

function readNearest(folder: string): FoundTsconfig {
  const { getTsconfig } = require('get-tsconfig') as typeof GetTsconfig;
  try {
    return { tsconfig: getTsconfig(folder), problem: null };
  } catch (error) {
    return { tsconfig: null, problem: error instanceof Error ? error.message : String(error) };
  }
}
