import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { LEASE_TRUST_MS, silentLogger } from '@zenpulse/core/ports';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFileLeases } from '../src/file/file-leases.ts';
import { systemClock } from '../src/system-clock.ts';
import { temporaryFolder, type TemporaryFolder } from '../src/testing/temporary-folder.ts';
import { buildContender, machineNow, startContender, type Contender } from './contender-process.mjs';

const isLinux = process.platform === 'linux';

describe('the lease on files between processes', () => {
  let file: string;
  let folder: TemporaryFolder;
  const contenders: Contender[] = [];
  beforeAll(async () => {
    file = await buildContender();
  });
  afterAll(() => rm(file, { force: true }));
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(async () => {
    await Promise.all(contenders.splice(0).map((contender) => contender.end()));
    folder.remove();
  });

  const contend = async (runnerId: string): Promise<Contender> => {
    const contender = await startContender(file);
    contenders.push(contender);
    contender.order({ do: 'contend', stateDir: folder.path, runnerId });
    return contender;
  };
  const holder = async (runnerId: string): Promise<Contender> => {
    const contender = await contend(runnerId);
    await contender.heard(({ is }) => is === 'may start');
    return contender;
  };
  const standby = async (runnerId: string): Promise<Contender> => {
    const contender = await contend(runnerId);
    await contender.heard(({ is }) => is === 'waiting');
    return contender;
  };

  it('goes to exactly one of ten that reach for it at once, whatever they find there', async () => {
    const script = fileURLToPath(new URL('./stampede.mjs', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [script, '--count', '20', '--seed', '1']);
    expect(JSON.parse(stdout)).toMatchObject({ stampedes: 20, failures: [], warnings: [] });
  });

  it.runIf(isLinux)('is taken over within two seconds of kill -9', async () => {
    const [first, second] = [await holder('first'), await standby('second')];
    const killedAt = machineNow();
    await first.end('SIGKILL');
    const { at = Infinity, tenure } = await second.heard(({ is }) => is === 'acquired');
    expect(at - killedAt).toBeLessThan(2_000);
    expect(tenure).toMatchObject({
      epoch: 2,
      previousRunnerId: 'first',
      previousEpoch: 1,
      mayOverlap: false,
    });
  });

  it('is handed over by a holder that stops', async () => {
    const [first, second] = [await holder('first'), await standby('second')];
    first.order({ do: 'stop' });
    const { tenure } = await second.heard(({ is }) => is === 'acquired');
    expect(tenure).toMatchObject({ previousRunnerId: null, reservedUntil: null, mayOverlap: false });
  });

  it.runIf(isLinux)(
    'goes to another when its holder is suspended, which may start nothing from its first check on',
    async () => {
      const [first, second] = [await holder('first'), await standby('second')];
      const stoppedAt = machineNow();
      first.child.kill('SIGSTOP');
      const { at = 0, tenure } = await second.heard(({ is }) => is === 'acquired');
      expect(tenure).toMatchObject({ previousRunnerId: 'first', mayOverlap: true });
      expect(at - stoppedAt).toBeGreaterThan(LEASE_TRUST_MS / 2);
      expect(at - stoppedAt).toBeLessThan(LEASE_TRUST_MS + 3_000);

      const before = first.told.length;
      first.child.kill('SIGCONT');
      const look = await first.heard(({ stoodStill }) => stoodStill === true, before);
      expect(look).toMatchObject({ is: 'may not start' });
      await first.heard(({ is }) => is === 'lost', before);
      await first.heard(({ is }) => is === 'waiting', before);
      expect(first.told.slice(before).filter(({ is }) => is === 'may start')).toEqual([]);
    },
  );

  it.runIf(isLinux)('can be looked at from outside: nothing while its holder lives', async () => {
    const { peekTenure } = createFileLeases({
      stateDir: folder.path,
      clock: systemClock,
      logger: silentLogger,
    });
    const first = await holder('first');
    expect(await peekTenure('locking')).toBeNull();
    await first.end('SIGKILL');
    expect(await peekTenure('locking')).toMatchObject({ epoch: 2, previousRunnerId: 'first' });
  });
});
