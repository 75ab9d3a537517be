import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The running admin that `vite` forwards API calls to in development. */
const API = process.env['ZENPULSE_ADMIN_URL'] ?? 'http://localhost:3000/zenpulse';

/** What the server does on every answer, done by `vite` in development: the base of a deep link is the root. */
const developmentBase: Plugin = {
  name: 'zenpulse-development-base',
  apply: 'serve',
  transformIndexHtml: (html) => html.replace('<base href="./" />', '<base href="/" />'),
};

/** Below this, a compressed answer is no smaller than its headers. */
const COMPRESSED_FROM_BYTES = 500;

/** Puts brotli and gzip files beside what compresses, as the server sends them. */
const compressed: Plugin = {
  name: 'zenpulse-compressed',
  apply: 'build',
  closeBundle() {
    for (const folder of [OUT, join(OUT, 'assets')]) {
      for (const name of readdirSync(folder)) {
        if (!/\.(js|css|svg)$/.test(name)) continue;
        const file = join(folder, name);
        const bytes = readFileSync(file);
        if (bytes.length < COMPRESSED_FROM_BYTES) continue;
        writeFileSync(
          `${file}.br`,
          brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
        );
        writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
      }
    }
  },
};

const OUT = join(import.meta.dirname, '../../packages/express/public');

export default defineConfig(({ command }) => {
  // A build that a test asks for is the same build: React's development half stays out.
  if (command === 'build') process.env['NODE_ENV'] = 'production';
  return {
    base: './',
    // Not `public`: that name is for what is generated.
    publicDir: 'static',
    plugins: [react(), developmentBase, compressed],
    build: {
      outDir: OUT,
      emptyOutDir: true,
      target: ['chrome111', 'firefox114', 'safari16.4'],
      // The content security policy knows no inline script and no data: fonts.
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 700,
      rolldownOptions: {
        // What most pages share is one file: a chunk for each pair of pages that share something makes forty requests.
        output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 4 }] } },
      },
    },
    server: {
      proxy: { '/api': { target: API, changeOrigin: true, rewrite: (path) => new URL(API).pathname + path } },
    },
  };
});
