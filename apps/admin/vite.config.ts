import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The running admin to which `vite` forwards API calls in development. */
const API = process.env['ZENPULSE_ADMIN_URL'] ?? 'http://localhost:3000/zenpulse';

/** Sets the base element in development, as the server does in every answer: here it is the root. */
const developmentBase: Plugin = {
  name: 'zenpulse-development-base',
  apply: 'serve',
  transformIndexHtml: (html) => html.replace('<base href="./" />', '<base href="/" />'),
};

/** Smaller answers do not gain from compression. */
const COMPRESSED_FROM_BYTES = 500;

/** Writes brotli and gzip files beside compressible files, as the server sends them. */
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

const LATER =
  /@floating-ui|@mantine\/notifications|react-transition-group|react-remove-scroll|use-sidecar|react-style-singleton|use-callback-ref|tslib|use-debounced-callback|react-textarea-autosize|schedules\/(actions|receipt)\/|api\/actions|(Textarea|Radio\w*|NativeSelect|Checkbox\w*|Input\w*|Close\w+|ScrollArea|Portal|Overlay|Popover|FocusTrap|Combobox(?!Chevron)\w*|Modal\w*)\/|croner|core\/src\/domain\/(cron|trigger)|use-focus-(trap|return)/;

const SCHEDULE_PARTS =
  /features\/(schedules\/[\w-]+\.|schedules\/run-with\/run-with\.|runs\/|figures\/(use-walk|open-|occurrence-strip|strip-))/;

const OUT = join(import.meta.dirname, '../../packages/express/public');

export default defineConfig(({ command }) => {
  // A build started by a test is the normal build, without React's development code.
  if (command === 'build') process.env['NODE_ENV'] = 'production';
  return {
    base: './',
    // Not `public`, which is the name for generated files.
    publicDir: 'static',
    plugins: [react(), developmentBase, compressed],
    build: {
      outDir: OUT,
      emptyOutDir: true,
      target: ['chrome111', 'firefox114', 'safari16.4'],
      // The content security policy allows no inline scripts and no data: fonts.
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 700,
      rolldownOptions: {
        // Modules shared by most pages go into one file, and so do all icons: with a chunk for each pair of pages there
        // would be forty requests. What only dialogs, forms and notifications need stays out of it: they are shared by
        // many pages too, but loaded when they are opened.
        output: {
          codeSplitting: {
            groups: [
              { name: 'icons', test: /icons-react/ },
              // Small parts of a schedule, on the overview, the list and its page: one request instead of ten.
              {
                name: 'schedule',
                minShareCount: 2,
                test: (id) => SCHEDULE_PARTS.test(id) && !LATER.test(id),
              },
              { name: 'shared', minShareCount: 5, test: (id) => !LATER.test(id) },
            ],
          },
        },
      },
    },
    server: {
      proxy: { '/api': { target: API, changeOrigin: true, rewrite: (path) => new URL(API).pathname + path } },
    },
  };
});
