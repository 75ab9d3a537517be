import nodeModule from 'node:module';

/** Replaces `import-file.ts` in the CommonJS build: some test frameworks' `require` rejects dynamic imports. */
export async function importFile(file: string): Promise<{ readonly default?: unknown }> {
  const module: unknown = nodeModule.createRequire(file)(file);
  const isEsModule = '__esModule' in Object(module) || String(module) === '[object Module]';
  return isEsModule ? Object(module) : { default: module };
}
