import { ready, someMoment, type Suite } from './suite.ts';

/** With this probability the next kill does not wait for recovery from the last one. */
const HURRIED = 0.25;

export const kill: Suite = {
  name: 'kill',
  text: 'kill -9 of the runner that fires, of the one that stands by, or of both, at random moments',
  databases: ['sqlite', 'postgres', 'mysql'],
  runners: ['a', 'b'],
  times: 300,
  inject: async (sandbox, times) => {
    const { chance, runners } = sandbox;
    for (let n = 0; n < times; n += 1) {
      const isHurried = chance.is(HURRIED);
      if (!isHurried && (await ready(sandbox)) === null) return;
      await (isHurried ? someMoment(sandbox, 0, 700) : someMoment(sandbox, 300, 2_500));
      const draw = chance.between(0, 1);
      const holder = sandbox.holder();
      const [standby] = sandbox.standbys();
      const victims =
        draw < 0.7
          ? [holder ?? chance.pick([runners[0], runners[1]])]
          : draw < 0.85
            ? [...runners]
            : [standby ?? holder];
      const hit = victims.filter((victim) => victim !== undefined && victim.pid !== null);
      if (hit.length === 0) {
        n -= 1;
        continue;
      }
      const isTakeover = hit.length === 1 && hit[0] === holder && standby !== undefined;
      sandbox.fault(
        'kill',
        hit.map((victim) => victim?.pid ?? null),
        isTakeover,
      );
      for (const victim of hit) victim?.kill();
    }
  },
};
