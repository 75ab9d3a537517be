import type { Backend } from '@zenpulse/core/ports';
import { eventually, zenpulseUrl } from './sandbox.ts';

/**
 * A job that takes ten minutes unless its signal is aborted, one that ignores its signal, and one that cannot react to
 * it.
 */
export const LONG_JOBS = `
  import { appendFileSync } from 'node:fs';
  import { zenpulseJob } from '${zenpulseUrl}';
  const note = (word, runId) => appendFileSync('ran.txt', word + ' ' + runId + ' ' + process.pid + '\\n');
  const long = (runId, signal) => new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, 600_000);
    note('begun', runId);
    signal?.addEventListener('abort', () => { clearTimeout(timer); note('aborted', runId); reject(signal.reason); });
  });
  zenpulseJob('long', ({ runId, signal }) => long(runId, signal));
  zenpulseJob('deaf', ({ runId }) => long(runId));
  zenpulseJob('blocks', { isolation: 'thread' }, ({ runId }) => { note('begun', runId); for (;;); });
`;

/** The id of a run that a runner of this database reports. */
export function runningRun({ runners }: Backend, jobKey: string): Promise<string> {
  return eventually(async () => {
    const runs = (await runners.list()).flatMap(({ runningNow }) => runningNow);
    return runs.find((run) => run.jobKey === jobKey)?.runId;
  }, `a report of a run of ${jobKey}`);
}
