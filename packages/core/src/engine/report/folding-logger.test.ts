import { beforeEach, describe, expect, it } from 'vitest';
import { StoreError } from '../../ports/index.ts';
import { createRecordingLogger, type RecordingLogger } from '../../testing/recording-logger.ts';
import { foldingLogger } from './folding-logger.ts';

let at: number;
let recording: RecordingLogger;
let logger: ReturnType<typeof foldingLogger>;
beforeEach(() => {
  at = 1_000;
  recording = createRecordingLogger();
  logger = foldingLogger(recording, { monotonic: () => at });
});

const fails = (jobKey: string, message = 'out of stock', exceptionType = 'Error') =>
  logger.error({ jobKey, exceptionType, exceptionMessage: message, traceback: 'at x' }, 'A job failed');
const written = () => recording.lines.map(({ facts }) => facts);

describe('failures of a job', () => {
  it('are written in full at first, then once a minute with a count and without the stack', () => {
    for (let second = 0; second < 150; second += 1) {
      fails('mail');
      at += 1_000;
    }
    expect(written()).toEqual([
      { jobKey: 'mail', exceptionType: 'Error', exceptionMessage: 'out of stock', traceback: 'at x' },
      { jobKey: 'mail', exceptionType: 'Error', exceptionMessage: 'out of stock', repeated: 60 },
      { jobKey: 'mail', exceptionType: 'Error', exceptionMessage: 'out of stock', repeated: 60 },
    ]);
  });

  it('of another job or of another kind have lines of their own', () => {
    fails('mail');
    fails('report');
    fails('mail', 'no such customer');
    fails('mail', 'out of stock', 'TypeError');
    expect(written()).toHaveLength(4);
  });

  it('count as the same kind whatever numbers and ids they name', () => {
    for (const id of ['17', '18', '0b7c2f1e-9f7e-4a53-8d1c-6f2f3b0a9c11']) fails('mail', `no order ${id}`);
    expect(written()).toHaveLength(1);
  });

  it('with a text of its own each time are bounded', () => {
    const names = Array.from({ length: 26 }, (_, index) => String.fromCharCode(97 + index));
    for (const first of names) for (const second of names) fails('mail', `no customer z${first}${second}`);
    expect(written()).toHaveLength(21);
  });

  it('are written in full again after ten quiet minutes', () => {
    fails('mail');
    at += 600_000;
    fails('mail');
    expect(written().map(({ traceback }) => traceback)).toEqual(['at x', 'at x']);
  });
});

describe('a database that is away', () => {
  const away = () =>
    new StoreError('store_unavailable', 'The database does not answer', {
      cause: new Error('\nInvalid `prisma.$queryRaw()` invocation:\n\n\nconnect ECONNREFUSED 127.0.0.1:5432'),
    });

  it('is one quiet line without a stack, and then a count', () => {
    for (let second = 0; second < 70; second += 1) {
      logger.warn({ err: away() }, 'The schedules cannot be read');
      at += 1_000;
    }
    const err = {
      type: 'StoreError',
      code: 'store_unavailable',
      message: 'The database does not answer',
      cause: 'connect ECONNREFUSED 127.0.0.1:5432',
    };
    expect(written()).toEqual([{ err }, { err, repeated: 60 }]);
  });
});

it('passes lines below info, and distinguishes sentences and levels', () => {
  for (let time = 0; time < 3; time += 1) logger.debug({}, 'A job succeeded');
  logger.warn({}, 'a');
  logger.error({}, 'a');
  logger.warn({}, 'b');
  expect(recording.lines).toHaveLength(6);
});
