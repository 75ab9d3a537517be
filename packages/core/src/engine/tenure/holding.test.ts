import { beforeEach, describe, expect, it } from 'vitest';
import type { Tenure } from '../../ports/index.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { createRecordingLogger } from '../../testing/recording-logger.ts';
import { ActivePeriod } from './active-period.ts';
import { Holding } from './holding.ts';
import type { KnownJournal } from './recovery.ts';
import { RunnerEvents } from '../report/runner-events.ts';

/** The kinds of lines that its journal has about adopted journals. */
const WORD = ['processed', 'tenure'];

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
  let adoption: Promise<void>;
  let period: ActivePeriod;
  let holding: Holding;
  beforeEach(() => {
    const clock = new FakeClock();
    told = [];
    isHeld = true;
    let beginAdoption: () => void = () => undefined;
    adoption = new Promise((resolve) => (beginAdoption = resolve));
    const journals = new Promise<KnownJournal[]>((resolve) => (giveJournals = resolve));
    period = new ActivePeriod(0);
    holding = new Holding({
      runnerId: 'a',
      clock,
      period,
      book: { giveUp: () => 0 },
      lease: { isHeld: () => isHeld },
      events: new RunnerEvents(clock, createRecordingLogger(), () => undefined),
      adoption: {
        adopt: () => {
          beginAdoption();
          return journals;
        },
        forgetMarks: () => undefined,
        hasFoundOtherHistories: false,
      },
      journal: {
        takeover: () => undefined,
        tenure: () => told.push('tenure'),
        processed: () => told.push('processed'),
        history: () => undefined,
      },
      dispatcher: { resume: () => told.push('resume'), pause: () => told.push('pause'), resumedAt: 0 },
      processedUntil: () => null,
      learnHistory: () => Promise.resolve({ id: 'history', since: 0 }),
      catchesUp: true,
    });
    holding.onActive.add(() => told.push('active'));
  });

  it('fires once the journals of the dead are read', async () => {
    const beginning = holding.begin(tenure);
    expect(period.isActive).toBe(false);
    giveJournals([]);
    await beginning;
    expect(told).toEqual(['tenure', 'resume', 'active']);
    expect(period.isActive).toBe(true);
    holding.renewed();
    expect(told).toHaveLength(3);
  });

  it('waits for trust that ran out while the journals were read, and fires when it is renewed', async () => {
    const beginning = holding.begin(tenure);
    isHeld = false;
    giveJournals([]);
    await beginning;
    holding.renewed();
    expect(period.isActive).toBe(false);
    isHeld = true;
    holding.renewed();
    expect(told).toEqual([...WORD, 'tenure', 'resume', 'active']);
  });

  it('never fires for a lease that was lost while the journals were read', async () => {
    const beginning = holding.begin(tenure);
    holding.end();
    giveJournals([]);
    await beginning;
    holding.renewed();
    expect(period.isActive).toBe(false);
  });

  it('records the journals that were read, in case it ends before it fires', async () => {
    const beginning = holding.begin({ ...tenure, processedUntil: 5, reservedUntil: 9 });
    await adoption;
    holding.end();
    giveJournals([]);
    await beginning;
    expect(told).toEqual(['pause', ...WORD]);
    expect(period.heard).toEqual({ epoch: 3, processedUntil: 5, ambiguousUntil: 9 });
  });
});
