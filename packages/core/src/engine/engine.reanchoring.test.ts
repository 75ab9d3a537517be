import { describe, expect, it } from 'vitest';
import { REFERENCE_INSTANT } from '../testing/reference-instant.ts';
import { createTestRunner } from '../testing/test-runner.ts';

const SECOND = 1_000;
const YEARS = 2 * 365 * 86_400 * SECOND;
const everySecond = { intervalValue: 1, intervalUnit: 'seconds', logPolicy: 'all' } as const;
const jobs = { 'report.send': () => undefined };
const ahead =
  'The schedule report.send was created while the clock was ahead and would not have run for long: its interval counts from now';

describe('an interval that was created while the clock was ahead', () => {
  it('counts from the start of the runner, which says so once, and catches up nothing', async () => {
    const runner = createTestRunner({ jobs });
    runner.clock.stepWall(YEARS);
    await runner.schedule(everySecond);
    runner.clock.stepWall(-YEARS);
    await runner.engine.start();
    await runner.clock.advance(3.5 * SECOND);
    const instants = (await runner.executions()).map(({ scheduledAt }) => scheduledAt);
    expect(instants).toEqual([1, 2, 3].map((n) => REFERENCE_INSTANT + n * SECOND));
    const said = () => runner.logger.lines.filter(({ sentence }) => sentence === ahead);
    expect(said()).toHaveLength(1);
    const [reported] = await runner.backend.runners.list();
    expect(reported?.events).toMatchObject([{ kind: 'reanchored', text: ahead }]);
    await runner.clock.advance(180 * SECOND);
    expect(said()).toHaveLength(1);
    await runner.stop();
  });

  it('counts again within a minute of the clock being put right under a runner', async () => {
    const runner = createTestRunner({ jobs });
    runner.clock.stepWall(YEARS);
    await runner.engine.start();
    await runner.schedule(everySecond);
    await runner.clock.advance(2.5 * SECOND);
    runner.clock.stepWall(-YEARS);
    const rightAt = runner.clock.now();
    await runner.clock.advance(65 * SECOND);
    const since = (await runner.executions()).filter(
      ({ status, scheduledAt }) => status === 'success' && scheduledAt < rightAt + 100 * SECOND,
    );
    expect(since.length).toBeGreaterThan(0);
    await runner.stop();
  });

  it('is put right by the active runner alone, and once the database serves', async () => {
    const first = createTestRunner({ jobs, isLocking: true });
    const second = createTestRunner({
      jobs,
      isLocking: true,
      beside: first,
      settings: { runnerId: 'runner-2' },
    });
    await first.engine.start();
    await second.engine.start();
    first.clock.stepWall(YEARS);
    const { id } = await first.schedule({ ...everySecond, enabled: false });
    await first.clock.advance(SECOND);
    first.clock.stepWall(-YEARS);
    first.backend.isAway = true;
    await first.clock.advance(65 * SECOND);
    first.backend.isAway = false;
    expect(await first.backend.schedules.get(id)).toMatchObject({ schedule: { version: 1 } });
    await first.clock.advance(65 * SECOND);
    expect(await first.backend.schedules.get(id)).toMatchObject({ schedule: { version: 2 } });
    const saying = [first, second].filter(({ logger }) =>
      logger.lines.some(({ sentence }) => sentence === ahead),
    );
    expect(saying).toHaveLength(1);
    await second.stop();
    await first.stop();
  });
});
