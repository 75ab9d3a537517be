import { pause } from '../pause.ts';
import type { Sandbox } from '../world/sandbox.ts';
import { someMoment, type Suite } from './suite.ts';

type Trouble = 'kill' | 'halt' | 'ask' | 'database';

export const mix: Suite = {
  name: 'mix',
  text: 'three runners under a random mix of all of it, one fault upon the other; --times in minutes',
  databases: ['sqlite', 'postgres', 'mysql'],
  runners: ['a', 'b', 'c'],
  isProxied: true,
  times: 10,
  isMinutes: true,
  inject: async (sandbox, minutes) => {
    const { chance, runners } = sandbox;
    const until = performance.now() + minutes * 60_000;
    const lasting: Promise<void>[] = [];
    while (performance.now() < until) {
      await someMoment(sandbox, 200, 5_000);
      const [first, ...others] = runners;
      if (first === undefined) return;
      // Usually the active runner: the others have little to lose.
      const victim = chance.is(0.6) ? (sandbox.holder() ?? first) : chance.pick([first, ...others]);
      const trouble = chance.pick<Trouble>([
        'kill',
        'kill',
        'kill',
        'halt',
        'halt',
        'ask',
        'database',
        'database',
      ]);
      if (trouble === 'database') lasting.push(disturb(sandbox, victim.name));
      else {
        sandbox.fault(trouble, [victim.pid], false);
        if (trouble === 'kill') victim.kill();
        else if (trouble === 'ask') victim.ask();
        else lasting.push(halt(sandbox, victim));
      }
    }
    await Promise.all(lasting);
  },
};

async function halt({ chance }: Sandbox, victim: Sandbox['runners'][number]): Promise<void> {
  const { pid } = victim;
  victim.halt();
  await pause(chance.between(500, 20_000));
  if (victim.pid === pid) victim.resume(); // otherwise it was killed meanwhile
}

/** Resolves when the fault has ended. */
async function disturb({ chance, database, fault, runners }: Sandbox, victim: string): Promise<void> {
  if (database.kind === 'sqlite') {
    fault('hold the database', [], false);
    return database.hold(chance.between(500, 8_000));
  }
  const kind = chance.pick(['terminate all', 'terminate lease', 'freeze', 'refuse', 'restart']);
  fault(kind, [], false);
  if (kind === 'terminate all') await database.terminate('all');
  else if (kind === 'terminate lease') await database.terminate('lease');
  else {
    const hit = kind === 'restart' ? runners.map(({ name }) => name) : [victim];
    const ways = hit.map((name) => database.proxyOf(name));
    if (kind === 'freeze') for (const way of ways) way.freeze();
    else await Promise.all(ways.map((way) => way.refuse()));
    await pause(kind === 'restart' ? chance.between(1_000, 4_000) : chance.between(500, 20_000));
    await Promise.all(ways.map((way) => way.accept()));
  }
}
