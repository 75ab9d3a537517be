import type { RegisteredJob } from '@zenpulse/core/engine';
import { silentLogger } from '@zenpulse/core/ports';
import { resolveSettings, SettingsError } from '@zenpulse/store';
import { describe, expect, it } from 'vitest';
import { threadsFor } from './threads-for.ts';

const job = (key: string, isolation?: 'thread'): RegisteredJob => ({
  key,
  fn: () => undefined,
  options: {},
  definedAt: 'here',
  ...(isolation === undefined ? {} : { isolation }),
});
const threadsOf = async (jobs: readonly RegisteredJob[], modules?: readonly string[], threads?: number) =>
  threadsFor(
    jobs,
    threads === undefined ? {} : { threads },
    await resolveSettings({ jobs: modules }, {}, '/nowhere'),
    silentLogger,
  );

describe('the threads of a runner', () => {
  it('are none when no job wants one', async () => {
    expect(await threadsOf([job('a')])).toBeNull();
  });

  it('cannot be had for functions of this process: the error says what to do', async () => {
    const refusal = threadsOf([job('a'), job('b', 'thread')]);
    await expect(refusal).rejects.toThrow(SettingsError);
    await expect(refusal).rejects.toThrow(
      /^jobs: the job "b" has isolation: 'thread'.* createRunner\(\{ jobModules: \['src\/jobs\.ts'\] \}\), or run it by zenpulse-runner$/,
    );
  });

  it('want job modules that are there', async () => {
    await expect(threadsOf([job('a', 'thread')], ['/nowhere/jobs.ts'])).rejects.toThrow(
      'jobs: there is no file or folder /nowhere/jobs.ts',
    );
  });

  it('are as many as asked for, and no more than may run at all', async () => {
    const file = new URL(import.meta.url).pathname;
    const sizes = [
      await threadsOf([job('a', 'thread')], [file], 7),
      await threadsOf([job('a', 'thread')], [file], 99),
    ];
    expect(sizes.map((threads) => threads?.size)).toEqual([7, 20]);
    for (const threads of sizes) await threads?.close();
  });
});
