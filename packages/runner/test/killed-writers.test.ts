import { execFile } from 'node:child_process';
import { describeOnServers } from '@zenpulse/store/testing/servers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerOf } from './cli/zenpulse.ts';
import { createSandbox, zenpulseUrl, type Sandbox } from './sandbox.ts';

// A process that writes a schedule is killed before each of the messages that it sends to its database: with the edit there is
// its recorded change, or there is neither.

const WRITER = `
  import { Socket } from 'node:net';
  import { Worker } from 'node:worker_threads';
  import { connectStore } from '${zenpulseUrl}';

  const [messages, action] = process.argv.slice(2);
  const store = await connectStore();
  if (action === 'create') await store.list();
  else await store.save({ jobKey: 'kept', every: '1 hour', note: 'first' });

  let left = Number(messages);
  for (const [owner, method] of [[Worker.prototype, 'postMessage'], [Socket.prototype, 'write']]) {
    const send = owner[method];
    owner[method] = function (...message) {
      const isForDatabase = method === 'postMessage' || this.remotePort !== undefined;
      if (isForDatabase && (left -= 1) < 0) process.kill(process.pid, 'SIGKILL');
      return Reflect.apply(send, this, message);
    };
  }
  if (action === 'delete') await store.remove('kept');
  else if (action === 'create') await store.save({ jobKey: 'kept', every: '1 hour', note: 'first' });
  else await store.save({ jobKey: 'kept', note: 'n' + messages });
  left = Infinity;
  await store.close();
`;

/** More than any write sends. */
const MOST_MESSAGES = 60;

function suite(open: () => Promise<Sandbox>): void {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await open();
    await sandbox.write('writer.mjs', WRITER);
  });
  afterEach(() => sandbox.close());

  /** Lets the writer send so many messages; true if it was not killed. */
  const write = (messages: number, action: string): Promise<boolean> =>
    new Promise((resolve, reject) => {
      execFile(
        process.execPath,
        ['writer.mjs', String(messages), action],
        { cwd: sandbox.folder },
        (error, _stdout, stderr) => {
          if (error === null) resolve(true);
          else if (error.signal === 'SIGKILL') resolve(false);
          else reject(new Error(stderr));
        },
      );
    });

  it.each(['create', 'change', 'delete'])(
    'leaves a %s and its record, or neither',
    { timeout: 600_000 },
    async (action) => {
      const backend = await sandbox.backend();
      let kills = 0;
      for (let messages = 0; messages < MOST_MESSAGES; messages += 1) {
        const isDone = await write(messages, action);
        const [ref] = await backend.schedules.findByJobs(['kept']);
        const row = ref === undefined ? null : await backend.schedules.get(ref.id);
        const note = row?.isDamaged === false ? row.schedule.note : null;
        const { items } = await backend.changeRecords.list({}, { limit: 1 });
        const [newest] = items;
        const expected =
          row === null
            ? 'delete or nothing'
            : row.isDamaged
              ? 'damaged'
              : row.schedule.version === 1
                ? 'create'
                : 'change';
        if (row === null) expect([undefined, 'delete']).toContain(newest?.action);
        else
          expect(newest).toMatchObject({
            action: expected,
            scheduleId: ref?.id,
            origin: 'code',
            after: { note },
          });
        if (isDone) {
          expect(kills).toBeGreaterThan(3);
          return;
        }
        kills += 1;
      }
      throw new Error(`expected the ${action} to end within ${MOST_MESSAGES} messages`);
    },
  );
}

describe('SQLite: a killed writer', () => {
  suite(async () => {
    const sandbox = await createSandbox();
    await answerOf(sandbox.folder, ['migrate']);
    return sandbox;
  });
});

describeOnServers('a killed writer', (database) => {
  let count = 0;
  suite(async () => {
    count += 1;
    const sandbox = await createSandbox();
    await sandbox.write(
      'zenpulse.config.json',
      JSON.stringify({ database: database.place(`killed_${count}`).url }),
    );
    await answerOf(sandbox.folder, ['migrate']);
    return sandbox;
  });
});
