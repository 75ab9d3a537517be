import { pathToFileURL } from 'node:url';

/**
 * Loads a module of the application, ES module or CommonJS. The CommonJS build replaces this file by `require-file.ts`.
 */
export async function importFile(file: string): Promise<{ readonly default?: unknown }> {
  const address = pathToFileURL(file).href; // in a variable, so that bundlers do not resolve it
  return import(address) as Promise<{ readonly default?: unknown }>;
}
