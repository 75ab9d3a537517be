import { describeOnServers } from '@zenpulse/store/testing/servers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSandbox, eventually, type Sandbox } from '../sandbox.ts';
import { startZenpulse } from './zenpulse.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox();
});
afterEach(() => sandbox.close());

describeOnServers('zenpulse migrate', (database) => {
  it('says what it waits for and how long at most, and goes on when that is over', async () => {
    const holder = await database.byHand();
    const isPostgres = database.kind === 'postgres';
    await holder.query(
      isPostgres ? 'BEGIN; LOCK TABLE "zenpulse_migration"' : 'LOCK TABLES "zenpulse_migration" WRITE',
    );
    const command = startZenpulse(sandbox.folder, ['migrate', '--database', addressOf()]);
    const words = /^note: waiting for a lock .*for \d+ s at most\n/;
    await eventually(async () => words.test(command.remarks()), 'what it waits for');
    await holder.query(isPostgres ? 'COMMIT' : 'UNLOCK TABLES');
    await holder.end();
    expect(await command.ended).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/are up to date\.\n$/) as string,
      stderr: expect.stringMatching(words) as string,
    });
  });

  const addressOf = () => (database.kind === 'postgres' ? `${database.url}?schema=public` : database.url);
});
