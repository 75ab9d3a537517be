import { pathToFileURL } from 'node:url';

/** What a module in the application has, of either kind. The CommonJS build has `require-file.ts` in its place. */
export async function importFile(file: string): Promise<{ readonly default?: unknown }> {
  return import(pathToFileURL(file).href) as Promise<{ readonly default?: unknown }>;
}
