// Starts the two processes of an installation: the application and the runner. Ctrl-C stops both.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..');
const runnerBin = join(folder, 'node_modules/zenpulse/bin/zenpulse-runner.mjs');
const env = { NODE_ENV: 'development', ...process.env };

const processes = [
  spawn(process.execPath, [join(folder, 'src/app.mjs')], { cwd: folder, env, stdio: 'inherit' }),
  spawn(process.execPath, [runnerBin, '--lock', '--sync-every', '30'], {
    cwd: folder,
    env,
    stdio: 'inherit',
  }),
];

const stopAll = () => processes.forEach((child) => child.kill('SIGTERM'));
for (const child of processes) {
  child.on('exit', (code) => {
    stopAll();
    process.exitCode ||= code ?? 1;
  });
}
process.on('SIGTERM', stopAll);
process.on('SIGINT', () => {
  // A terminal sends it to both processes as well.
});
