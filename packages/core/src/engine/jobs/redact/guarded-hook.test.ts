import { expect, it } from 'vitest';
import { createRecordingLogger } from '../../../testing/recording-logger.ts';
import { guardedHook, HOOK_FAILED } from './guarded-hook.ts';

const FROM = { jobKey: 'send', kind: 'message' } as const;

it('asks the hook of each text', () => {
  const hook = guardedHook(
    (text, { jobKey, kind }) => `${jobKey} ${kind}: ${text.replace('4711', '****')}`,
    createRecordingLogger(),
  );
  expect(hook('customer 4711', FROM)).toBe('send message: customer ****');
});

it('leaves texts as they are without one', () => {
  expect(guardedHook(undefined, createRecordingLogger())('customer 4711', FROM)).toBe('customer 4711');
});

it.each([
  [
    'throws',
    () => {
      throw new Error('no');
    },
  ],
  ['returns no text', () => undefined as unknown as string],
])('keeps nothing of a text when the hook %s, and logs it once', (_what, broken) => {
  const logger = createRecordingLogger();
  const hook = guardedHook(broken, logger);
  expect([hook('a', FROM), hook('b', FROM)]).toEqual([HOOK_FAILED, HOOK_FAILED]);
  expect(logger.lines).toHaveLength(1);
});
