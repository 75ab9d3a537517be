// Bundles the measured sources into dist/product.mjs, so that no module loader affects the measurement.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..');

const bundler = await rolldown({
  cwd: folder,
  input: 'src/product.mjs',
  platform: 'node',
  external: [/^node:/, /^@prisma\//, 'libsql'],
  resolve: { conditionNames: ['zenpulse-source', 'import', 'node', 'default'] },
});
await bundler.write({
  file: join(folder, 'dist/product.mjs'),
  format: 'esm',
  sourcemap: true,
  codeSplitting: false,
});
await bundler.close();
