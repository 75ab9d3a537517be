import type { OccurrenceList } from '@zenpulse/contract';
import { NO_RUN_INSTANTS, type ScheduleFields } from '@zenpulse/core/domain';
import {
  BY_TEST,
  createMemoryBackend,
  FakeClock,
  REFERENCE_INSTANT as T0,
  sampleExecution,
  sampleFields,
  sampleReportedRun,
  sampleSnapshot,
  type MemoryBackend,
} from '@zenpulse/core/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { memoryInstallation } from '../../test/memory-installation.ts';
import type { Installation } from '../installation.ts';
import { listOccurrences } from './list-occurrences.ts';
import { NO_RULES } from '../access/schedule-rules.ts';

const MINUTE = 60_000;

describe('what became of the occurrences of a schedule', () => {
  let clock: FakeClock;
  let backend: MemoryBackend;
  let installation: Installation;
  let scheduleId: string;
  beforeEach(async () => {
    clock = new FakeClock(T0);
    backend = createMemoryBackend(clock);
    installation = await memoryInstallation(backend);
  });

  const schedule = async (changes: Partial<ScheduleFields> = {}) => {
    const fields = sampleFields({ logPolicy: 'all', maxInstances: 1, ...changes });
    scheduleId = (await backend.schedules.create(fields, BY_TEST)).id;
  };

  const record = (minute: number, changes: Parameters<typeof sampleExecution>[0] = {}) =>
    backend.executions.append([
      sampleExecution({
        id: `run-${minute}`,
        scheduleId,
        scheduledAt: T0 + minute * MINUTE,
        runTime: T0 + minute * MINUTE + 1,
        ...changes,
      }),
    ]);

  const list = async (query: Record<string, string> = {}): Promise<OccurrenceList> => {
    const { status, body } = await listOccurrences(
      {
        params: { id: scheduleId },
        query,
        body: undefined,
        actor: { role: 'admin', name: null },
        isReadOnly: false,
        rules: NO_RULES,
      },
      installation,
    );
    expect(status).toBe(200);
    return body as OccurrenceList;
  };

  const fates = ({ items }: OccurrenceList) => items.map(({ fate }) => fate);

  it('says of occurrences without a record everything that they may have become', async () => {
    await schedule({ logPolicy: 'failures' });
    clock.stepWall(3 * MINUTE);
    const { items, notes } = await list();
    expect(items.map(({ fate }) => fate)).toContain('unrecorded');
    expect(notes).toContain(
      'The log policy is Failures: an occurrence without a record succeeded, was skipped, or was combined into a later run; it is not known which.',
    );
  });

  it('joins what was expected of the last day with what is recorded', async () => {
    await schedule();
    await clock.advance(5 * MINUTE);
    await record(1);
    await record(2, { status: 'fail', id: 'first' });
    await record(2, { status: 'success', id: 'second', attempt: 2, origin: 'retry', durationMs: 90_000 });
    const skipped = { status: 'skipped', reason: 'max-instances', durationMs: null } as const;
    await record(3, { ...skipped, heldBy: ['second'] });
    const answer = await list();
    expect(answer).toMatchObject({ timezone: 'UTC', nextFrom: null, notes: [] });
    expect([answer.from, answer.to]).toEqual(['2026-01-04T08:05:00.000Z', '2026-01-05T08:05:00.000Z']);
    expect(fates(answer)).toEqual(['ran', 'ran', 'skipped', 'pending']);
    expect(answer.items.slice(1, 3)).toMatchObject([
      { runId: 'second', status: 'success', attempts: 2, startedAt: '2026-01-05T08:02:00.001Z' },
      { runId: 'run-3', heldBy: ['second'], scheduledAt: '2026-01-05T08:03:00.000Z' },
    ]);
  });

  it('does not guess which run held a slot where the record does not say', async () => {
    await schedule();
    await clock.advance(9 * MINUTE);
    await record(1, { durationMs: 8 * MINUTE });
    await record(5, { status: 'skipped', reason: 'max-instances', durationMs: null });
    const { items } = await list({ from: '2026-01-05T08:05:00Z', to: '2026-01-05T08:06:00Z' });
    expect(items).toMatchObject([{ fate: 'skipped', heldBy: null }]);
  });

  it('knows what runs now from the runners that are alive', async () => {
    await schedule({ misfireGraceTime: 1 });
    await clock.advance(2.5 * MINUTE);
    const report = async (runnerId: string, minute: number) => {
      const run = sampleReportedRun({ scheduleId, runId: runnerId, scheduledAt: T0 + minute * MINUTE });
      const other = sampleReportedRun({ scheduleId: 'other', scheduledAt: T0 + MINUTE });
      await (
        await backend.runners.open(runnerId)
      ).write(sampleSnapshot({ runnerId, runningNow: [run, other], state: 'standby' }));
    };
    await report('dead', 1);
    await clock.advance(MINUTE);
    await report('alive', 2);
    expect(fates(await list())).toEqual(['unknown', 'running', 'unknown']);
  });

  it('knows from the runner that fires which runs wait, and that it has no such job', async () => {
    await schedule({ misfireGraceTime: 1 });
    await clock.advance(2.5 * MINUTE);
    const waits = (minute: number, origin: 'schedule' | 'retry') => ({
      runId: `w-${minute}`,
      scheduleId,
      jobKey: 'report.send',
      origin,
      scheduledAt: T0 + minute * MINUTE,
      attempt: 1,
      dueAt: T0 + minute * MINUTE,
      waitsFor: 'place' as const,
    });
    const report = await backend.runners.open('a');
    const snapshot = sampleSnapshot({
      runnerId: 'a',
      state: 'active',
      stateSince: T0 + 1.5 * MINUTE,
      waitingNow: [waits(1, 'schedule'), waits(2, 'retry')],
    });
    const known = { jobKey: 'report.send', definedAt: 'here', declared: null };
    await report.write({ ...snapshot, jobs: [known] });
    expect(fates(await list())).toEqual(['pending', 'unknown']);
    await report.write({ ...snapshot, jobs: [] });
    expect(fates(await list())).toEqual(['pending', 'unknown-job']);
  });

  it('says what it cannot know of the time before it was switched on, and about when it was switched off', async () => {
    await schedule({ logPolicy: 'failures' });
    await clock.advance(3 * MINUTE);
    await backend.schedules.change(scheduleId, 1, () => ({ enabled: false }), BY_TEST);
    await clock.advance(3 * MINUTE);
    await backend.schedules.change(scheduleId, 2, () => ({ maxInstances: 2 }), BY_TEST);
    expect((await list()).notes).toEqual([
      expect.stringMatching(/policy is Failures/),
      expect.stringMatching(/disabled since 2026-01-05T08:06:00.000Z \(UTC\) or earlier/),
    ]);
    await backend.schedules.change(scheduleId, 3, () => ({ enabled: true }), BY_TEST);
    await clock.advance(3 * MINUTE);
    expect((await list()).notes).toContainEqual(expect.stringMatching(/^Before 2026-01-05T08:06:00.000Z/));
  });

  it('answers from the counters under the policy none, and says what it cannot know', async () => {
    await schedule({ logPolicy: 'none' });
    await clock.advance(3 * MINUTE + 1);
    const lastRun = {
      runId: 'r-2',
      status: 'fail',
      scheduledAt: T0 + 2 * MINUTE,
      runTime: T0 + 2 * MINUTE,
      durationMs: 5,
    } as const;
    await backend.stats.add(
      [{ scheduleId, runs: 2, failures: 1, missed: 0, skipped: 0, lastRun, ...NO_RUN_INSTANTS }],
      { writer: 'runner-1', number: 1 },
    );
    const answer = await list();
    expect(fates(answer)).toEqual(['unrecorded', 'ran', 'pending']);
    expect(answer.counters).toEqual({
      runs: 2,
      failures: 1,
      missed: 0,
      skipped: 0,
      lastRun: { ...lastRun, scheduledAt: '2026-01-05T08:02:00.000Z', runTime: '2026-01-05T08:02:00.000Z' },
    });
    expect(answer.notes).toEqual([expect.stringMatching(/policy is None.*nothing more is known/)]);
  });

  it('says what the policy failures and the retention leave open', async () => {
    await schedule({ logPolicy: 'failures', intervalUnit: 'days', intervalValue: 1 });
    await clock.advance(100 * 24 * 60 * MINUTE);
    const day = (n: number) => new Date(T0 + n * 24 * 60 * MINUTE).toISOString();
    const answer = await list({ from: day(9), to: day(12) });
    expect(answer.items.map(({ reason }) => reason)).toEqual(['pruned', 'log-policy', 'log-policy']);
    expect(answer.notes).toEqual([
      expect.stringMatching(/policy is Failures/),
      expect.stringMatching(/kept for 90 days/),
    ]);
  });

  it('says that a change since may explain a missing record', async () => {
    await schedule();
    await clock.advance(3 * MINUTE);
    await backend.schedules.change(scheduleId, 1, () => ({ maxInstances: 2 }), BY_TEST);
    await clock.advance(3 * MINUTE);
    expect((await list()).notes).toEqual([expect.stringMatching(/was changed since/)]);
  });

  it('names the local times that a change of the clock took away', async () => {
    clock = new FakeClock(Date.parse('2026-03-20T00:00:00Z'));
    backend = createMemoryBackend(clock);
    installation = { ...installation, backend, clock };
    await schedule({ triggerType: 'cron', cronMinute: '*/30', cronHour: '2', timezone: 'Europe/Berlin' });
    const night = { from: '2026-03-29T00:00:00Z', to: '2026-03-30T00:00:00Z' };
    expect((await list(night)).items).toMatchObject([
      {
        fate: 'not-in-the-year',
        scheduledAt: '2026-03-29T01:00:00.000Z',
        clockChange: {
          from: '2026-03-29T02:00',
          to: '2026-03-29T03:00',
          localTimes: ['2026-03-29T02:00', '2026-03-29T02:30'],
          count: 2,
        },
      },
    ]);
    await schedule({
      jobKey: 'b',
      triggerType: 'cron',
      cronMinute: '30',
      cronHour: '2',
      timezone: 'Europe/Berlin',
    });
    expect((await list(night)).items).toMatchObject([
      {
        fate: 'pending',
        scheduledAt: '2026-03-29T01:00:00.000Z',
        clockChange: { localTimes: ['2026-03-29T02:30'], count: 1 },
      },
    ]);
  });

  it('goes on where a page ends, however many records there are', async () => {
    await schedule({ intervalUnit: 'seconds' });
    await clock.advance(3_000_000);
    await backend.executions.append(
      Array.from({ length: 2_900 }, (_, i) =>
        sampleExecution({
          id: `r-${i}`,
          scheduleId,
          scheduledAt: T0 + (i + 1) * 1_000,
          runTime: T0 + (i + 1) * 1_000,
        }),
      ),
    );
    const seen: string[] = [];
    let from: string | null = new Date(T0 + 1_000).toISOString();
    let pages = 0;
    while (from !== null) {
      const page: OccurrenceList = await list({ from, to: new Date(T0 + 2_901_000).toISOString() });
      expect(page.items.length).toBeLessThanOrEqual(1_000);
      seen.push(...page.items.filter(({ fate }) => fate === 'ran').map(({ runId }) => runId ?? ''));
      from = page.nextFrom;
      pages += 1;
    }
    expect(seen).toEqual(Array.from({ length: 2_900 }, (_, i) => `r-${i}`));
    expect(pages).toBe(3);
  });

  it('can say of a damaged row only what was counted', async () => {
    await schedule();
    backend.editByHand(scheduleId, { timezone: 'Mars/Olympus' });
    expect(await list()).toMatchObject({
      items: [],
      nextFrom: null,
      timezone: 'UTC',
      counters: { runs: 0, lastRun: null },
      notes: [expect.stringMatching(/is damaged/)],
    });
  });

  it('reads no texts, and looks for who held a slot only when one was held', async () => {
    await schedule();
    await clock.advance(2 * MINUTE);
    await record(1);
    const before = backend.calls.length;
    await list();
    expect(backend.calls.slice(before).sort()).toEqual([
      'executions.occurrences',
      'schedules.get',
      'stats.lastRuns',
      'stats.totalsOf',
    ]);
  });
});
