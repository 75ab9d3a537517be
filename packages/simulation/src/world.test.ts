import { describe, expect, it } from 'vitest';
import { Random } from './random.ts';
import { SimProcess } from './sim-process.ts';
import { simulate } from './simulate.ts';
import { World } from './world.ts';

const HOST = { name: 'host', skewMs: 0 };

describe('the simulated world', () => {
  it('lets things happen in the order of their time, and all promises go on in between', async () => {
    const world = new World();
    const seen: string[] = [];
    world.after(2, () => seen.push('second'));
    world.after(1, () => {
      seen.push('first');
      void (async () => {
        for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
        seen.push('after 50 turns');
      })();
    });
    world.after(2, () => seen.push('third'));
    world.after(1, () => seen.push('never')).cancel();
    await world.run(10);
    expect(seen).toEqual(['first', 'after 50 turns', 'second', 'third']);
    expect(world.elapsed).toBe(10);
  });

  it('lets a process that stood still hear first of its timers and then of answers', async () => {
    const world = new World();
    const process = new SimProcess(world, new Random(1), 'p', HOST);
    const seen: string[] = [];
    process.stop();
    world.after(1, () => process.answer(() => seen.push('answer')));
    process.clock.setTimer(5, () => seen.push('timer'));
    await world.run(20);
    expect(seen).toEqual([]);
    process.continue();
    await world.run(0);
    expect(seen).toEqual(['timer', 'answer']);
  });

  it('lets nothing of a dead process happen', async () => {
    const world = new World();
    const process = new SimProcess(world, new Random(1), 'p', HOST);
    process.clock.setTimer(1, () => expect.unreachable());
    process.clock.yieldTo(() => expect.unreachable());
    process.kill();
    process.continue();
    process.answer(() => expect.unreachable());
    await world.run(10);
  });

  it('is the same again with the same seed', async () => {
    const once = await simulate(7, { isLogged: true });
    const again = await simulate(7, { isLogged: true });
    expect(again.log).toEqual(once.log);
    expect(again.rows).toEqual(once.rows);
    expect(once.starts).toBeGreaterThan(10);
  });
});
