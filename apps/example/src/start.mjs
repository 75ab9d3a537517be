// Starts the two processes of an installation, the application and the runner. Ctrl-C stops both. The tables are
// created first, as in a deployment: on a server, neither of the two creates them. --with-past gives a new SQLite file a day of
// history.
import { execFileSync, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makePast } from './past.mjs';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..');
const bin = (name) => join(folder, `node_modules/zenpulse/bin/${name}.mjs`);
const env = { NODE_ENV: 'development', ...process.env };

try {
  execFileSync(process.execPath, [bin('zenpulse'), 'migrate'], { cwd: folder, env, stdio: 'inherit' });
} catch (error) {
  process.exit(error.status ?? 1); // the error was printed
}

if (process.argv.includes('--with-past')) {
  process.chdir(folder);
  await makePast({ zenpulse: bin('zenpulse'), cwd: folder, env });
}

const processes = [
  spawn(process.execPath, [join(folder, 'src/app.mjs')], { cwd: folder, env, stdio: 'inherit' }),
  spawn(process.execPath, [bin('zenpulse-runner'), '--lock', '--sync-every', '30'], {
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
  // A terminal sends the signal to both processes as well.
});
