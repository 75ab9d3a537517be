import { concurrencySuite } from '../testing/concurrency-suite.ts';
import { describeOnServers } from '../testing/servers.ts';

describeOnServers('two connections to one database', (database) => {
  concurrencySuite(async () => {
    const subject = await database.subject();
    const other = database.connect();
    const close = async () => {
      await other.close();
      await subject.close();
    };
    return { one: subject.backend, other, close };
  });
});
