import { expect, it } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import { Since } from './since.ts';

it('remembers when a value last changed', async () => {
  const clock = new FakeClock();
  const since = new Since<string>(clock);
  const began = clock.now();
  expect(since.of('standby')).toBe(began);
  await clock.advance(5_000);
  expect(since.of('standby')).toBe(began);
  expect(since.of('active')).toBe(began + 5_000);
  await clock.advance(5_000);
  expect(since.of('active')).toBe(began + 5_000);
  expect(since.of('standby')).toBe(began + 10_000);
});
