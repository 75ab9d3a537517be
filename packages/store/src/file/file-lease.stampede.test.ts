import { join } from 'node:path';
import { silentLogger, type Tenure } from '@zenpulse/core/ports';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../system-clock.ts';
import { temporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts';
import { until } from '../testing/until.ts';
import { createFileLeases } from './file-leases.ts';

const CONTENDERS = 10;
const ROUNDS = 10;

let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

it('the lease goes to exactly one of ten that reach for it at once, in a folder that is new each time', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const told: string[] = [];
    const tenures: Tenure[] = [];
    const contenders = Array.from({ length: CONTENDERS }, (_, i) => {
      const stateDir = join(folder.path, String(round));
      const lease = createFileLeases({ stateDir, clock: systemClock, logger: silentLogger }).createLease(
        `runner-${i}`,
        'locking',
      );
      lease.start({
        onAcquired: (tenure) => {
          tenures.push(tenure);
          told.push('acquired');
        },
        onLost: () => told.push('lost'),
        onWaiting: () => told.push('waits'),
        processedUntil: async () => systemClock.now(),
      });
      return lease;
    });
    await until(() => told.length === CONTENDERS);
    expect(contenders.filter((lease) => lease.mayStart(systemClock.now()))).toHaveLength(1);
    expect(tenures).toMatchObject([{ epoch: 1 }]);
    await Promise.all(contenders.map((lease) => lease.stop()));
  }
});
