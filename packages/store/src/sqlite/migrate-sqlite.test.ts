import { join } from 'node:path';
import { silentLogger } from '@zenpulse/core/ports';
import { createRecordingLogger, sampleFields } from '@zenpulse/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../system-clock.ts';
import { sqlByHand } from '../testing/sqlite-subject.ts';
import { temporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts';
import { connectSqlite } from './connect-sqlite.ts';
import { migrations } from './generated/migrations.ts';

describe('the tables of a SQLite file', () => {
  let folder: TemporaryFolder;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  const connect = (file: string, logger = silentLogger) =>
    connectSqlite({ file, stateDir: join(folder.path, 'state'), clock: systemClock, logger });

  it('are made with the file and its folder, each migration once, in WAL mode', async () => {
    const file = join(folder.path, 'new/deep er/ünï#cödé?.db');
    const logger = createRecordingLogger();
    const first = await connect(file, logger);
    await first.close();
    const second = await connect(file, logger);
    const brought = logger.lines.filter(({ sentence }) => sentence.includes('brought up to date'));
    expect(brought).toMatchObject([{ facts: { applied: migrations.map(({ name }) => name) } }]);
    const byHand = await sqlByHand(file);
    expect(await byHand.read('PRAGMA journal_mode')).toEqual([['wal']]);
    await byHand.close();
    await second.close();
  });

  it('are made once by connections that open a new file at the same time, ten times over', async () => {
    for (let round = 0; round < 10; round += 1) {
      const file = join(folder.path, `round-${round}.db`);
      const backends = await Promise.all([connect(file), connect(file), connect(file)]);
      const [a, b] = backends;
      await a?.schedules.create(sampleFields({ jobKey: 'a' }));
      await b?.schedules.create(sampleFields({ jobKey: 'b' }));
      const counts = await Promise.all(
        backends.map(async ({ schedules }) => (await schedules.readIds()).length),
      );
      expect(counts).toEqual([2, 2, 2]);
      const byHand = await sqlByHand(file);
      const [[marks] = []] = await byHand.read('SELECT COUNT(*) FROM "zenpulse_migration"');
      expect(Number(marks)).toBe(migrations.length);
      await byHand.close();
      await Promise.all(backends.map((backend) => backend.close()));
    }
  });

  it('are left alone when another program owns the file', async () => {
    const file = join(folder.path, 'host.db');
    const byHand = await sqlByHand(file);
    await byHand.run(`CREATE TABLE "users" ("id" INTEGER); INSERT INTO "users" VALUES (7);`);
    const backend = await connect(file);
    await backend.schedules.create(sampleFields());
    expect((await byHand.read('SELECT "id" FROM "users"')).flat().map(Number)).toEqual([7]);
    await byHand.close();
    await backend.close();
  });
});
