import type { EventData, EventKind } from '@zenpulse/contract';
import { silentLogger } from '@zenpulse/core/ports';
import {
  BY_TEST,
  createMemoryBackend,
  FakeClock,
  sampleExecution,
  sampleFields,
  sampleSnapshot,
  type MemoryBackend,
} from '@zenpulse/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LiveEvents, type LiveReader } from './live-events.ts';

let clock: FakeClock;
let backend: MemoryBackend;
let live: LiveEvents;
beforeEach(() => {
  clock = new FakeClock();
  backend = createMemoryBackend(clock);
  live = new LiveEvents({ ...backend, logger: silentLogger });
});
afterEach(() => live.close());

interface Opened extends LiveReader {
  readonly seen: (readonly [EventKind | 'alive', EventData?])[];
  isAllowed: boolean | Error;
  isListening: boolean;
  isEnded: boolean;
}

/** A stream whose reader takes everything at once. */
function opened(): Opened {
  let onClose = (): void => undefined;
  const reader: Opened = {
    seen: [],
    isAllowed: true,
    isListening: true,
    isEnded: false,
    mayStay: async () => {
      if (reader.isAllowed instanceof Error) throw reader.isAllowed;
      return reader.isAllowed;
    },
    isServed: () => reader.isListening,
    stream: {
      open: () => undefined,
      send: (event, data) => void reader.seen.push([event, data]),
      keepAlive: () => void reader.seen.push(['alive']),
      end: () => {
        reader.isEnded = true;
        onClose();
      },
      onClose: (fn) => {
        onClose = fn;
      },
    },
  };
  return reader;
}

async function open(): Promise<Opened> {
  const reader = opened();
  live.add(reader);
  await clock.settle();
  return reader;
}

const kinds = ({ seen }: Opened) => seen.map(([kind]) => kind).filter((kind) => kind !== 'alive');
const execute = (id: string) => backend.executions.append([sampleExecution({ id })]);

describe('live events', () => {
  it('tell every stream the new revision', async () => {
    const [one, other] = [await open(), await open()];
    await backend.schedules.create(sampleFields(), BY_TEST);
    await clock.advance(10);
    const { revision } = await backend.schedules.readRevision();
    for (const { seen } of [one, other]) {
      expect(seen).toEqual([['revision', { at: expect.any(String) as string, revision }]]);
    }
  });

  it('tell of executions and of reports, without their content', async () => {
    const reader = await open();
    await execute('e-1');
    await (await backend.runners.open('runner-1')).write(sampleSnapshot());
    await clock.advance(10);
    const at = { at: expect.any(String) as string };
    expect(reader.seen).toEqual([
      ['executions', at],
      ['runners', at],
    ]);
  });

  it('come at most once a second and kind, and the last change is not lost', async () => {
    const reader = await open();
    for (let i = 0; i < 100; i += 1) {
      await execute(`e-${i}`);
      await clock.advance(50);
    }
    expect(kinds(reader).length).toBeLessThanOrEqual(6);
    await clock.advance(2_000);
    const before = reader.seen.length;
    await execute('last');
    await execute('really the last');
    await clock.advance(2_000);
    expect(reader.seen.length - before).toBe(1);
  });

  it('are none where the revision is still the same', async () => {
    const reader = await open();
    await backend.stats.add([], { writer: 'w', number: 1 }); // a commit to the file of the schedules
    await backend.schedules.readRevision();
    await clock.advance(2_000);
    expect(kinds(reader)).toEqual(['executions']);
  });

  it('tell of a change while the database is away, with no revision', async () => {
    const reader = await open();
    await backend.schedules.create(sampleFields(), BY_TEST);
    backend.isAway = true;
    await clock.advance(10);
    expect(reader.seen).toEqual([['revision', { at: expect.any(String) as string, revision: null }]]);
  });
});

describe('an open stream', () => {
  it('gets a sign of life every 15 seconds', async () => {
    const reader = await open();
    await clock.advance(61_000);
    expect(reader.seen.filter(([kind]) => kind === 'alive')).toHaveLength(4);
  });

  it.each([
    ['may no longer enter', (reader: Opened) => (reader.isAllowed = false), 61_000],
    ['cannot be judged', (reader: Opened) => (reader.isAllowed = new Error('no answer')), 61_000],
    ['is of a server that stops', (reader: Opened) => (reader.isListening = false), 500],
  ])('ends when its reader %s', async (_what, change, withinMs) => {
    const [reader, other] = [await open(), await open()];
    await clock.advance(30_000);
    change(reader);
    await clock.advance(withinMs);
    expect([reader.isEnded, other.isEnded]).toEqual([true, false]);
  });

  it('ends with the admin, and so does one that comes later', async () => {
    const reader = await open();
    live.close();
    live.close();
    const later = await open();
    expect([reader.isEnded, later.isEnded]).toEqual([true, true]);
  });
});

describe('without a stream', () => {
  it('there is no timer, no listener and no statement', async () => {
    const before = [clock.pendingCount, backend.calls.length];
    const reader = await open();
    await backend.schedules.create(sampleFields(), BY_TEST);
    reader.stream.end();
    const calls = backend.calls.length;
    await clock.advance(120_000);
    expect(clock.pendingCount).toBe(before[0]);
    await execute('e-1');
    await clock.advance(120_000);
    expect(backend.calls.slice(calls)).toEqual(['executions.append']);
  });
});

describe('the number of streams', () => {
  it('is limited in a process, and a stream that ends makes room', async () => {
    const readers = await Promise.all(Array.from({ length: 200 }, open));
    expect(LiveEvents.isFull).toBe(true);
    readers[0]?.stream.end();
    expect(LiveEvents.isFull).toBe(false);
  });
});
