import { beforeEach, describe, expect, it } from 'vitest';
import { DEAD_KEPT_MS, silentLogger, STOPPED_KEPT_MS, type RunnerState } from '../../ports/index.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { createMemoryRunnerDirectory } from '../../testing/memory/memory-runner-directory.ts';
import { JournalRoom } from '../../testing/memory/memory-journal.ts';
import { sampleSnapshot } from '../../testing/samples.ts';
import { forgetReports } from './forget-reports.ts';

describe('reports of runners that are gone', () => {
  let clock: FakeClock;
  let runners: ReturnType<typeof createMemoryRunnerDirectory>;
  let room: JournalRoom;
  beforeEach(() => {
    clock = new FakeClock();
    runners = createMemoryRunnerDirectory(clock);
    room = new JournalRoom();
  });

  const reported = async (runnerId: string, state: RunnerState = 'active') => {
    const report = await runners.open(runnerId);
    await report.write(sampleSnapshot({ runnerId, state }));
    return report;
  };
  const journal = async (runnerId: string) => {
    (await room.shelf().open(runnerId)).append(['line']);
    room.markDead(runnerId);
  };
  const kept = async () => {
    await forgetReports({ runners, journals: room.shelf(), clock, logger: silentLogger });
    return (await runners.list()).map(({ runnerId }) => runnerId).toSorted();
  };

  it('go a day after the last heartbeat of a dead one, and an hour after a stopped one’s', async () => {
    await reported('dead');
    await reported('stopped', 'stopped');
    const alive = await reported('alive', 'standby');
    clock.stepWall(STOPPED_KEPT_MS);
    expect(await kept()).toEqual(['alive', 'dead', 'stopped']);
    clock.stepWall(1);
    expect(await kept()).toEqual(['alive', 'dead']);
    clock.stepWall(DEAD_KEPT_MS - STOPPED_KEPT_MS - 1);
    expect(await kept()).toEqual(['alive', 'dead']);
    clock.stepWall(1);
    await alive.heartbeat();
    expect(await kept()).toEqual(['alive']);
  });

  it('stay while a journal on this shelf waits for its adopter', async () => {
    await reported('here');
    await reported('elsewhere'); // its journal is on another host and cannot be seen here
    await journal('here');
    clock.stepWall(DEAD_KEPT_MS + 1);
    expect(await kept()).toEqual(['here']);
    const [adopted] = await room.shelf().adopt('heir');
    expect(adopted?.runnerId).toBe('here');
    expect(await kept()).toEqual([]);
  });
});
