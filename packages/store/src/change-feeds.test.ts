import { join } from 'node:path';
import { silentLogger } from '@zenpulse/core/ports';
import { changeFeedContract } from '@zenpulse/core/testing/contracts';
import { connectSqlite } from './sqlite/connect-sqlite.ts';
import { systemClock } from './system-clock.ts';
import { describeOnServers } from './testing/servers.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';
import { until } from './testing/until.ts';

changeFeedContract('SQLite', async () => {
  const folder = temporaryFolder();
  const open = () =>
    connectSqlite({
      file: join(folder.path, 'zenpulse.db'),
      stateDir: join(folder.path, '.zenpulse'),
      clock: systemClock,
      logger: silentLogger,
    });
  const [feed, writer] = [await open(), await open()];
  const close = async () => {
    await feed.close();
    await writer.close();
    folder.remove();
  };
  return { feed, writer, until, close };
});

describeOnServers('the feed of changes', (database) => {
  changeFeedContract(database.product, async () => {
    const subject = await database.subject(); // empties the tables
    const [feed, writer] = [database.connect(), database.connect()];
    const close = async () => {
      await feed.close();
      await writer.close();
      await subject.close();
    };
    return { feed, writer, until, close };
  });
});
