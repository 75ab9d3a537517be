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

export default defineConfig(({ command }) => {
  // A build that a test asks for is the same build: React's development half stays out.
  if (command === 'build') process.env['NODE_ENV'] = 'production';
  return {
    base: './',
    // Not `public`: that name is for what is generated.
    publicDir: 'static',
    plugins: [react(), developmentBase],
    build: {
      outDir: '../../packages/express/public',
      emptyOutDir: true,
      target: ['chrome111', 'firefox114', 'safari16.4'],
      // The content security policy knows no inline script and no data: fonts.
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 1200,
    },
    server: {
      proxy: { '/api': { target: API, changeOrigin: true, rewrite: (path) => new URL(API).pathname + path } },
    },
  };
});
