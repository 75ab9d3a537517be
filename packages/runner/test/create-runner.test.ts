import { describeOnServers } from '@zenpulse/store/testing/servers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runScript } from './run-script.ts';
import { createSandbox, zenpulseUrl, type Sandbox } from './sandbox.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox();
});
afterEach(() => sandbox.close());

/** The output of a script that should start a runner, and its open sockets and servers at that time. */
async function saidBy(
  database: string,
): Promise<{ readonly error: string; readonly open: readonly string[] }> {
  await sandbox.write(
    'script.mjs',
    `import { createRunner } from '${zenpulseUrl}';
    const runner = createRunner({ database: ${JSON.stringify(database)}, lock: true, http: 0 });
    const error = await runner.start().then(() => 'it started', (reason) => reason.name + ': ' + reason.message);
    const look = () => process.getActiveResourcesInfo().filter((name) => !/Pipe|TTY|Immediate|Timeout|FS/.test(name));
    let open = look();
    // A closed socket goes when the other side has heard of it; one that is kept idles for a minute.
    for (let looks = 0; open.length > 0 && looks < 500; looks += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      open = look();
    }
    console.log(JSON.stringify({ error, open }));
    process.exit(0);`,
  );
  return JSON.parse(await runScript(sandbox.folder, 'script.mjs')) as { error: string; open: string[] };
}

describe('createRunner, when the start fails,', () => {
  it('leaves nothing open', async () => {
    await sandbox.write('text.db', 'no database, but a text '.repeat(100));
    expect(await saidBy('file:./text.db')).toEqual({
      error: expect.stringMatching(/Error: .*not a database/s),
      open: [],
    });
  });

  describeOnServers('on a server', (database) => {
    it('closes its connections', async () => {
      expect(await saidBy(database.place('nobody_made_this').url)).toEqual({
        error: expect.stringMatching(
          /^StoreError: .* no tables of ZenPulse yet; make them with "npx zenpulse migrate"/,
        ),
        open: [],
      });
    });
  });
});
