import { beforeEach, describe, expect, it } from 'vitest';
import type { Tenure } from '../ports/index.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { createRecordingLogger } from '../testing/recording-logger.ts';
import { Holding } from './holding.ts';
import type { KnownJournal } from './recovery.ts';
import { RunnerEvents } from './runner-events.ts';

describe('Holding', () => {
  const tenure: Tenure = {
    epoch: 3,
    processedUntil: null,
    reservedUntil: null,
    previousRunnerId: null,
    previousEpoch: null,
    mayOverlap: false,
  };
  let told: string[];
  let isHeld: boolean;
  let giveJournals: (journals: KnownJournal[]) => void;
  let holding: Holding;
  beforeEach(() => {
    const clock = new FakeClock();
    told = [];
    isHeld = true;
    const journals = new Promise<KnownJournal[]>((resolve) => (giveJournals = resolve));
    holding = new Holding({
      runnerId: 'a',
      clock,
      startedAt: () => 0,
      lease: { isHeld: () => isHeld },
      events: new RunnerEvents(clock, createRecordingLogger(), () => undefined),
      adoption: {
        adopt: () => journals,
        forgetMarks: () => undefined,
        hasFoundOtherHistories: false,
      },
      journal: { takeover: () => undefined, tenure: () => told.push('tenure'), history: () => undefined },
      dispatcher: { resume: () => told.push('resume'), pause: () => told.push('pause') },
      processedUntil: () => null,
      learnHistory: () => Promise.resolve({ id: 'history', since: 0 }),
      catchesUp: true,
      onBrokenOff: () => undefined,
      onActive: () => told.push('active'),
    });
  });

  it('fires once the journals of the dead are read', async () => {
    const beginning = holding.begin(tenure);
    expect(holding.isActive).toBe(false);
    giveJournals([]);
    await beginning;
    expect(told).toEqual(['tenure', 'resume', 'active']);
    expect(holding.isActive).toBe(true);
    holding.renewed();
    expect(told).toHaveLength(3);
  });

  it('waits for trust that ran out while the journals were read, and fires when it is renewed', async () => {
    const beginning = holding.begin(tenure);
    isHeld = false;
    giveJournals([]);
    await beginning;
    holding.renewed();
    expect(told).toEqual([]);
    isHeld = true;
    holding.renewed();
    expect(told).toEqual(['tenure', 'resume', 'active']);
  });

  it('never fires for a lease that was lost while the journals were read', async () => {
    const beginning = holding.begin(tenure);
    holding.end();
    giveJournals([]);
    await beginning;
    holding.renewed();
    expect(told).toEqual(['pause']);
  });
});
