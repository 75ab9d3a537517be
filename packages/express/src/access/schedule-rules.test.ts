import { createRecordingLogger, FakeClock } from '@zenpulse/core/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { createFoldedLog } from '../folded-log.ts';
import { createAskMay, type May } from './ask-may.ts';
import { AUTHORIZE_TIMEOUT_MS } from './ask-authorize.ts';
import { rulesFor, type Ask } from './schedule-rules.ts';

let clock: FakeClock;
let logger: ReturnType<typeof createRecordingLogger>;
beforeEach(() => {
  clock = new FakeClock();
  logger = createRecordingLogger();
});

const asks = (count: number): Ask[] =>
  Array.from({ length: count }, (_, index) => ({
    action: 'run',
    schedule: { id: `id-${index}`, jobKey: `job-${index}`, variant: '', owner: null },
  }));

const askMayOf = (may: May) => createAskMay(may, { clock, logger, folded: createFoldedLog(logger, clock) });
const rules = (may: May) => rulesFor({ role: 'admin', name: 'Ada' }, askMayOf(may), clock);
const linesSaid = () => logger.lines.map(({ sentence }) => sentence);

describe('a rule for schedules', () => {
  it('is told who asks, what for, and which schedule', async () => {
    const told: unknown[] = [];
    const may: May = (...all) => told.push(all) > 0;
    const token = { role: 'operator', name: 'token:ci', tokenId: 'secret-id' } as const;
    await rulesFor(token, askMayOf(may), clock).ask(asks(1));
    expect(told).toEqual([
      [
        { role: 'operator', name: 'token:ci', isToken: true },
        'run',
        { id: 'id-0', jobKey: 'job-0', variant: '', owner: null },
      ],
    ]);
  });

  it.each<[string, May]>([
    ['at once', (_actor, _action, { jobKey }) => jobKey !== 'job-1'],
    ['later', async (_actor, _action, { jobKey }) => jobKey !== 'job-1'],
  ])('allows by true and refuses by false, %s', async (_when, may) => {
    expect(await rules(may).ask(asks(3))).toEqual([null, 'you may not run job-1', null]);
    expect(linesSaid()).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['"yes"', 'yes'],
    ['1', 1],
    ['object', {}],
  ])('that answers %s refuses, and the log says so once', async (shape, answer) => {
    const why = "you may not run job-0: the application's rule failed, and its log says why";
    const asked = rules(() => answer);
    expect(await asked.ask(asks(1))).toEqual([why]);
    expect(await rules(async () => answer).ask(asks(1))).toEqual([why]);
    await asked.ask(asks(5));
    expect(linesSaid().filter((line) => line.startsWith(`may answered ${shape};`))).toHaveLength(2); // one for each rule
  });

  it('that throws or rejects refuses, and the log says so at once and then once a minute', async () => {
    const asked = rules((_actor, _action, { jobKey }) => {
      if (jobKey === 'job-0') throw new TypeError('no such team');
      return Promise.reject(new Error('no database'));
    });
    expect(await asked.ask(asks(2))).toEqual([
      "you may not run job-0: the application's rule failed, and its log says why",
      "you may not run job-1: the application's rule failed, and its log says why",
    ]);
    expect(linesSaid()).toHaveLength(1);
    expect(linesSaid()[0]).toMatch(/^may failed; the action was refused: TypeError: no such team, at /);
    await clock.advance(60_000);
    expect(linesSaid()[1]).toMatch(/no database.* \(once more within a minute\)$/);
  });

  it('that cannot even be read as a promise refuses', async () => {
    const trap = {
      get then(): never {
        throw new Error('a trap');
      },
    };
    expect(await rules(() => trap).ask(asks(1))).toEqual([expect.stringContaining('failed')]);
  });

  it('that hangs refuses after ten seconds, and all that was to be asked after it', async () => {
    let calls = 0;
    const answer = rules(() => {
      calls += 1;
      return new Promise(() => undefined);
    }).ask(asks(1_000));
    await clock.advance(AUTHORIZE_TIMEOUT_MS);
    const refusals = await answer;
    expect(new Set(refusals.map((text) => text?.replace(/\d+/, 'N')))).toEqual(
      new Set(["you may not run job-N: the application's rule gave no answer in time"]),
    );
    expect(calls).toBe(10);
    expect(linesSaid()).toEqual(['may gave no answer within 10 s; the action was refused']);
  });

  it('does not hold the event loop of the application, however often it is asked', async () => {
    const stretches: number[] = [];
    let [at, since] = [0, 0];
    const slow = {
      monotonic: () => at,
      yieldTo: (fn: () => void) => {
        stretches.push(at - since);
        since = at;
        setImmediate(fn);
      },
    };
    const askMay = askMayOf(() => {
      at += 0.4; // what the rule takes of the loop, in milliseconds
      return true;
    });
    await rulesFor({ role: 'admin', name: null }, askMay, slow).ask(asks(10_000));
    expect(stretches.length).toBeGreaterThan(400);
    expect(Math.max(...stretches, at - since)).toBeLessThan(10);
  });
});
