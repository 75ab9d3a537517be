import { SCRATCH_JOBS, type Host, type Trial } from './host.ts';

/** An application bundled into one CommonJS file: with the package beside it, and with its code inside. */
export const BUNDLED_HOST: Host = {
  name: 'bundled as CommonJS',
  dependencies: {
    '@rollup/plugin-commonjs': '^28.0.0',
    '@rollup/plugin-json': '^6.1.0',
    '@rollup/plugin-node-resolve': '^16.0.0',
    '@types/express': '^5.0.0',
    '@types/node': '^20.19.0',
    '@vercel/ncc': '^0.38.0',
    esbuild: '^0.25.0',
    rollup: '^4.0.0',
    'ts-loader': '^9.5.0',
    typescript: '~5.9.3',
    webpack: '^5.0.0',
    'webpack-cli': '^6.0.0',
  },
  files: {
    'jobs.cjs': SCRATCH_JOBS,
    'app.ts': `import express from 'express';
import { zenpulseAdmin } from 'zenpulse';

const app = express();
app.use('/zenpulse', zenpulseAdmin());
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log('port ' + (typeof address === 'object' && address !== null ? address.port : '?') + '.');
});
`,
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        strict: true,
        skipLibCheck: false,
        target: 'es2022',
        module: 'esnext',
        moduleResolution: 'bundler',
        esModuleInterop: true,
        outDir: 'compiled',
        types: ['node'],
      },
      files: ['app.ts'],
    }),
    'webpack.config.cjs': `module.exports = ({ inlined }) => ({
  target: 'node',
  mode: 'production',
  entry: './app.ts',
  output: { path: __dirname + '/out', filename: inlined ? 'webpack-inlined.cjs' : 'webpack.cjs' },
  resolve: { extensions: ['.ts', '.js'] },
  module: { rules: [{ test: /\\.ts$/, loader: 'ts-loader', exclude: /node_modules/ }] },
  externals: inlined ? {} : { zenpulse: 'commonjs zenpulse' },
});
`,
    'rollup.config.mjs': `import commonjs from '@rollup/plugin-commonjs';
import json from '@rollup/plugin-json';
import resolve from '@rollup/plugin-node-resolve';
const output = (dir) => ({ dir, format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' });
const plugins = [resolve({ preferBuiltins: true }), commonjs(), json()];
export default ({ configInlined: isInlined }) => ({
  input: 'compiled/app.js',
  external: isInlined ? [] : ['zenpulse'],
  output: output(isInlined ? 'out/rollup-inlined' : 'out/rollup'),
  plugins,
});
`,
  },
  trials: [
    esbuild('esbuild, external', 'out/esbuild.cjs', '--external:zenpulse'),
    esbuild('esbuild, inlined', 'out/esbuild-inlined.cjs'),
    { name: 'webpack with ts-loader, external', commands: [['webpack']], app: 'out/webpack.cjs' },
    {
      name: 'webpack with ts-loader, inlined',
      commands: [['webpack', '--env', 'inlined']],
      app: 'out/webpack-inlined.cjs',
    },
    { name: 'rollup, external', commands: [['tsc'], ['rollup', '-c']], app: 'out/rollup/app.cjs' },
    {
      name: 'rollup, inlined',
      commands: [['rollup', '-c', '--configInlined']],
      app: 'out/rollup-inlined/app.cjs',
    },
    {
      name: 'ncc, external',
      commands: [['ncc', 'build', 'app.ts', '-o', 'out/ncc', '-e', 'zenpulse']],
      app: 'out/ncc/index.js',
    },
    {
      name: 'ncc, inlined',
      commands: [['ncc', 'build', 'app.ts', '-o', 'out/ncc-inlined']],
      app: 'out/ncc-inlined/index.js',
    },
  ],
};

/** The one that builds in a second; used in the short form of the matrix. */
export const ESBUILD_HOST: Host = {
  ...BUNDLED_HOST,
  name: 'bundled by esbuild as CommonJS',
  dependencies: { esbuild: '^0.25.0' },
  trials: [
    esbuild('external', 'out/esbuild.cjs', '--external:zenpulse'),
    esbuild('inlined', 'out/esbuild-inlined.cjs'),
  ],
};

function esbuild(name: string, app: string, ...args: string[]): Trial {
  const command: [string, ...string[]] = ['esbuild', 'app.ts', '--bundle', '--platform=node', '--format=cjs'];
  return { name, commands: [[...command, `--outfile=${app}`, ...args]], app };
}
