import { recentText, type RecentOccurrence } from '@zenpulse/core/domain';
import {
  BY_TEST,
  createMemoryBackend,
  FakeClock,
  sampleFields,
  type MemoryBackend,
} from '@zenpulse/core/testing';
import { beforeEach, expect, it } from 'vitest';
import { KnownSchedules } from './known-schedules.ts';
import { NextRuns } from './next-runs.ts';
import { pageInOrder } from './page-in-order.ts';
import { TypicalOrder } from './typical-order.ts';

let clock: FakeClock;
let backend: MemoryBackend;
let order: TypicalOrder;
let batches = 0;
beforeEach(() => {
  clock = new FakeClock();
  backend = createMemoryBackend(clock);
  order = new TypicalOrder({
    ...backend,
    nextRuns: new NextRuns({ known: new KnownSchedules(backend), clock }),
  });
  batches = 0;
});

const create = async (jobKey: string) =>
  (await backend.schedules.create(sampleFields({ jobKey }), BY_TEST)).id;

/** A success of this duration. */
async function lasted(scheduleId: string, durationMs: number): Promise<void> {
  const at = clock.now();
  const one: RecentOccurrence = {
    status: 'success',
    scheduledAt: at,
    durationMs,
    attempts: 1,
    origin: 'schedule',
    count: 1,
    isGuess: false,
  };
  batches += 1;
  const recent = [{ scheduleId, text: recentText(one), isOlder: false }];
  await backend.stats.add([], { writer: 'w', number: batches }, { recent, rollup: [], errors: [] });
}

async function keys(isDescending = false): Promise<string[]> {
  const found = order
    .inOrder()
    .then((known) => pageInOrder(backend.schedules, known, { isDescending, limit: 100 }));
  for (let turn = 0; turn < 20; turn += 1) await clock.advance(1);
  return (await found).items.map((row) => (row.isDamaged ? '' : row.schedule.jobKey));
}

it('puts schedules in the order of their usual durations, those without one last', async () => {
  const [slow, quick] = [await create('slow'), await create('quick')];
  await create('never');
  await lasted(slow, 9_000);
  await lasted(quick, 3);
  expect(await keys()).toEqual(['quick', 'slow', 'never']);
  expect(await keys(true)).toEqual(['slow', 'quick', 'never']);
});

it('follows new schedules at once, and durations after some minutes, without a wait', async () => {
  const [a, b] = [await create('a'), await create('b')];
  await lasted(a, 10);
  await lasted(b, 20);
  expect(await keys()).toEqual(['a', 'b']);
  const before = backend.calls.length;
  expect(await keys()).toEqual(['a', 'b']);
  expect(backend.calls.slice(before)).not.toContain('figures.recentOf');
  await backend.schedules.remove(await create('gone'), BY_TEST);
  await create('c');
  expect(await keys()).toEqual(['a', 'b', 'c']);
  for (let n = 0; n < 30; n += 1) await lasted(a, 900);
  expect(await keys()).toEqual(['a', 'b', 'c']);
  await clock.advance(300_000);
  await keys(); // reads them anew
  expect(await keys()).toEqual(['b', 'a', 'c']);
});
