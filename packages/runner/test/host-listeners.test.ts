import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSandbox, zenpulseUrl, type Sandbox } from './sandbox.ts';

/** An application with the admin, a runner and a store, which opens and closes them three times, as a restarted one does. */
const HOST = (load: string) => `
  ${load}
  const listeners = () => JSON.stringify(process.eventNames().map((name) => [String(name), process.listenerCount(name)]));
  const signals = () => ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR2', 'SIGQUIT', 'SIGALRM'].filter((name) => process.listenerCount(name) > 0);
  const { emit, reallyExit, cwd, chdir } = process;
  const main = async () => {
    await new Promise((resolve) => setImmediate(resolve)); // Node's own listener of the loading module is gone
    const before = listeners();
    for (let round = 0; round < 3; round += 1) {
      const store = await zenpulse.connectStore();
      const runner = zenpulse.createRunner({ lock: true });
      const admin = zenpulse.zenpulseAdmin();
      await runner.start();
      await store.save({ jobKey: 'a', triggerType: 'interval', intervalValue: 1, intervalUnit: 'hours' });
      console.log('open', JSON.stringify(signals()));
      await runner.stop();
      await store.close();
      if (typeof admin.close === 'function') await admin.close();
    }
    console.log('closed', listeners() === before || listeners());
    console.log('untouched', emit === process.emit && reallyExit === process.reallyExit && cwd === process.cwd && chdir === process.chdir);
    setInterval(() => {}, 1_000);
    process.kill(process.pid, 'SIGTERM');
  };
  main();
`;

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox();
});
afterEach(() => sandbox.close());

it.each([
  ['an ES module', 'host.mjs', `import * as zenpulse from '${zenpulseUrl}';`],
  ['CommonJS', 'host.cjs', `const zenpulse = require('${new URL('index.cjs', zenpulseUrl).pathname}');`],
])(
  'a host that is %s has no listener of ours for a signal, and none at all once all is closed',
  async (_what, name, load) => {
    await sandbox.write(name, HOST(load));
    const host = sandbox.script(name);
    expect(await host.ended).toBe('SIGTERM'); // Node's behaviour without listeners
    const lines = host.output().split('\n');
    expect(lines.filter((line) => line.startsWith('open'))).toEqual(['open []', 'open []', 'open []']);
    expect(lines).toContain('closed true');
    expect(lines).toContain('untouched true');
  },
);
