import { beforeEach, describe, expect, it } from 'vitest';
import type { Execution } from '../../domain/index.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { createRecordingLogger } from '../../testing/recording-logger.ts';
import { noJournal, sampleRun } from '../../testing/sample-run.ts';
import { sampleSchedule } from '../../testing/samples.ts';
import { Counters } from './counters.ts';
import type { RunResult } from '../runs/run-result.ts';
import { Results } from './results.ts';

describe('the end of a run that cannot be taken', () => {
  const result: RunResult = {
    run: sampleRun({ schedule: sampleSchedule({ logPolicy: 'all' }) }),
    status: 'fail',
    reason: null,
    runTime: 0,
    durationMs: 1,
    thrown: { value: new Error('as it should') },
    output: 'a line',
  };
  let refuses: (execution: Execution | null) => boolean;
  let recorded: Execution[];
  let results: Results;
  beforeEach(() => {
    recorded = [];
    results = new Results({
      logger: createRecordingLogger(),
      journal: {
        ended: (_runId, execution) => {
          if (refuses(execution)) throw new TypeError('JSON.stringify is not a function');
        },
        failed: () => undefined,
        decided: () => undefined,
      },
      logWriter: { add: (execution) => recorded.push(execution) },
      counters: new Counters({ writer: 'runner-1', clock: new FakeClock(), journal: noJournal }),
      lateness: { reasonAt: () => null },
      self: { hostname: 'host', pid: 1 },
    });
  });

  it('affects no other run, and is taken once it can be', () => {
    refuses = () => true;
    results.take(result, false);
    results.takeFailed();
    expect(recorded).toEqual([]);
    refuses = () => false;
    results.takeFailed();
    results.takeFailed();
    expect(recorded).toMatchObject([{ status: 'fail', exceptionMessage: 'as it should', output: 'a line' }]);
  });

  it('is taken without the job output if that is what fails', () => {
    refuses = (execution) => execution?.output !== null;
    results.take(result, false);
    for (let n = 0; n < 3; n += 1) results.takeFailed();
    expect(recorded).toMatchObject([{ status: 'fail', exceptionMessage: null, output: null }]);
  });

  it('is given up in the end', () => {
    let tries = 0;
    refuses = () => (tries += 1) > 0;
    results.take(result, false);
    for (let n = 0; n < 30; n += 1) results.takeFailed();
    expect(tries).toBe(10);
  });
});
