import { expect, it } from 'vitest';
import { createRecordingLogger } from '../testing/recording-logger.ts';
import { eachInOrder } from './each-in-order.ts';

it('takes every step in order, and one that fails holds up no other', async () => {
  const logger = createRecordingLogger();
  const taken: string[] = [];
  await eachInOrder(logger, [
    () => taken.push('first'),
    () => {
      throw new Error('the second');
    },
    async () => {
      await Promise.resolve();
      taken.push('third');
    },
    () => Promise.reject(new Error('the fourth')),
    () => taken.push('last'),
  ]);
  expect(taken).toEqual(['first', 'third', 'last']);
  expect(logger.lines.map(({ facts }) => facts['err'])).toMatchObject([
    { message: 'the second' },
    { message: 'the fourth' },
  ]);
});
