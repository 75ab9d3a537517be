import { signalContract } from '@zenpulse/core/testing/contracts';
import { describeOnMysql } from '../testing/mysql-database.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { until } from '../testing/until.ts';

describeOnMysql('MySQL', (database) => {
  signalContract('MySQL', async () => {
    const folder = temporaryFolder();
    const [one, other] = [
      database.connect({ stateDir: folder.path }),
      database.connect({ stateDir: folder.path }),
    ];
    const close = async () => {
      await one.close();
      await other.close();
      folder.remove();
    };
    return { signal: one.signal, other: other.signal, mustAlwaysAsk: true, until, close };
  });
});
