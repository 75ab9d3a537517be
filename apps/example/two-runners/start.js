// Makes the tables, then starts two runners with --lock. One fires, the other stands by. Kill one and watch the other take over.
import { execFileSync, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

const folder = import.meta.dirname;
const bin = join(dirname(createRequire(import.meta.url).resolve('zenpulse/package.json')), 'bin');

execFileSync(process.execPath, [join(bin, 'zenpulse.mjs'), 'migrate'], { cwd: folder, stdio: 'inherit' });

const runners = ['a', 'b'].map((name) => {
  const child = spawn(process.execPath, [join(bin, 'zenpulse-runner.mjs'), '--lock'], { cwd: folder });
  console.log(`runner ${name} is process ${child.pid}`);
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => console.log(`${name}: ${line}`));
  child.on('close', (code, signal) => console.log(`runner ${name} ended: ${signal ?? code}`));
  return child;
});

for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => runners.forEach((runner) => runner.kill('SIGTERM')));
