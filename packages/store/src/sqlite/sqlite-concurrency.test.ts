import { join } from 'node:path';
import { silentLogger } from '@zenpulse/core/ports';
import { describe } from 'vitest';
import { systemClock } from '../system-clock.ts';
import { concurrencySuite } from '../testing/concurrency-suite.ts';
import { sqliteSubject } from '../testing/sqlite-subject.ts';
import { connectSqlite } from './connect-sqlite.ts';

describe('two connections to one SQLite file', () => {
  concurrencySuite(async () => {
    const subject = await sqliteSubject();
    const other = await connectSqlite({
      file: subject.file,
      stateDir: join(subject.file, '../state'),
      clock: systemClock,
      logger: silentLogger,
    });
    const close = async () => {
      await other.close();
      await subject.close();
    };
    return { one: subject.backend, other, close };
  });
});
