import { PLUG_AND_PLAY } from '../install.ts';
import { SCRATCH_JOBS, type Host } from './host.ts';

/** Yarn without `node_modules`: threads find their packages only through Yarn's preload. */
export const PLUG_AND_PLAY_HOST: Host = {
  name: "Yarn 4 with Plug'n'Play",
  manager: 'yarn 4',
  dependencies: {},
  files: {
    ...PLUG_AND_PLAY,
    'jobs.cjs': SCRATCH_JOBS,
    'app.js': `const express = require('express');
const { zenpulseAdmin } = require('zenpulse');
const app = express();
app.use('/zenpulse', zenpulseAdmin());
const server = app.listen(0, '127.0.0.1', () => console.log('port ' + server.address().port + '.'));
`,
  },
  trials: [{ name: 'jobs inline and in threads', commands: [], app: 'app.js' }],
};
