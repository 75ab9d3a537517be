import nodeModule from 'node:module';

/** Takes the place of `import-file.ts` in the CommonJS build: a test framework's own `require` refuses dynamic imports. */
export async function importFile(file: string): Promise<{ readonly default?: unknown }> {
  const module: unknown = nodeModule.createRequire(file)(file);
  const isEsModule = '__esModule' in Object(module) || String(module) === '[object Module]';
  return isEsModule ? Object(module) : { default: module };
}
