import { pause } from '../pause.ts';
import { ready, someMoment, type Suite } from './suite.ts';

export const proxy: Suite = {
  name: 'proxy',
  text: 'the way to the server forwards nothing, or is closed, for one runner or for all; or the server restarts',
  databases: ['postgres', 'mysql'],
  runners: ['a', 'b'],
  isProxied: true,
  times: 20,
  inject: async (sandbox, times) => {
    const { database, chance, runners } = sandbox;
    if (database.kind === 'sqlite') return;
    for (let n = 0; n < times; n += 1) {
      const holder = await ready(sandbox);
      if (holder === null) return;
      await someMoment(sandbox, 300, 3_000);
      const kind = chance.pick([
        'freeze one',
        'freeze one',
        'freeze all',
        'refuse one',
        'refuse all',
        'restart',
      ]);
      const hit = kind.endsWith('one') ? [holder] : runners;
      const ways = hit.map(({ name }) => database.proxyOf(name));
      sandbox.fault(kind, kind.endsWith('one') ? [holder.pid] : [], kind.endsWith('one'));
      for (const { name } of hit) sandbox.runners.find((runner) => runner.name === name)?.note(kind);
      if (kind.startsWith('freeze')) for (const way of ways) way.freeze();
      else await Promise.all(ways.map((way) => way.refuse()));
      await pause(kind === 'restart' ? chance.between(1_000, 4_000) : chance.between(3_000, 22_000));
      await Promise.all(ways.map((way) => way.accept()));
      for (const runner of hit) runner.note('forwarded again');
    }
  },
};
