import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FakeClock, sampleSnapshot } from '@zenpulse/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts';
import { createFileRunnerDirectory } from './file-runner-directory.ts';

describe('a directory of runners in files', () => {
  let folder: TemporaryFolder;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  it('leaves out what it cannot read', async () => {
    const directory = createFileRunnerDirectory(folder.path, new FakeClock());
    const report = await directory.open('sound');
    await report.write(sampleSnapshot({ runnerId: 'sound' }));
    const put = (runnerId: string, text: string) => {
      mkdirSync(join(folder.path, 'runners', runnerId));
      writeFileSync(join(folder.path, 'runners', runnerId, 'snapshot.json'), text);
    };
    put('cut-off', '{"format":2,"runnerId":');
    put('later-format', JSON.stringify({ format: 3, ...sampleSnapshot() }));
    put('null', 'null');
    mkdirSync(join(folder.path, 'runners', 'half-made'));
    writeFileSync(join(folder.path, 'runners', 'stray-file'), '');
    expect((await directory.list()).map(({ runnerId }) => runnerId)).toEqual(['sound']);
  });

  it('is never seen half written', async () => {
    const directory = createFileRunnerDirectory(folder.path, new FakeClock());
    const report = await directory.open('runner-1');
    await report.write(sampleSnapshot());
    const problems = ['x'.repeat(200_000)];
    const writing = (async () => {
      for (let i = 0; i < 50; i += 1) await report.write(sampleSnapshot({ problems }));
    })();
    for (let i = 0; i < 50; i += 1) expect(await directory.list()).toHaveLength(1);
    await writing;
    expect(readdirSync(join(folder.path, 'runners', 'runner-1'))).toEqual(['snapshot.json']);
  });

  it('creates its folder again after it was deleted', async () => {
    const directory = createFileRunnerDirectory(folder.path, new FakeClock());
    const report = await directory.open('runner-1');
    await report.write(sampleSnapshot());
    folder.remove();
    await expect(report.heartbeat()).rejects.toThrow('ENOENT');
    await report.write(sampleSnapshot());
    expect(await directory.list()).toHaveLength(1);
  });
});
