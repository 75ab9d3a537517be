import { pathToFileURL } from 'node:url';

/** What a module in the application has, of either kind. The CommonJS build has `require-file.ts` in its place. */
export async function importFile(file: string): Promise<{ readonly default?: unknown }> {
  const address = pathToFileURL(file).href; // apart, so that no bundler looks for files beside the code
  return import(address) as Promise<{ readonly default?: unknown }>;
}
