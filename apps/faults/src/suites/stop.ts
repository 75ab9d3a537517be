import { pause } from '../pause.ts';
import { ready, someMoment, type Suite } from './suite.ts';

/** Longer than the lease's trust (10 s), and sometimes longer than the server's timeout for a silent session (15 s). */
const HALT_MS = [12_000, 20_000] as const;

export const stop: Suite = {
  name: 'stop',
  text: 'SIGSTOP of the runner that fires for 12 to 20 s, then SIGCONT',
  databases: ['sqlite', 'postgres', 'mysql'],
  runners: ['a', 'b'],
  times: 100,
  inject: async (sandbox, times) => {
    for (let n = 0; n < times; n += 1) {
      if ((await ready(sandbox)) === null) return;
      await someMoment(sandbox, 300, 2_500);
      const holder = sandbox.holder();
      if (holder === undefined) {
        n -= 1;
        continue;
      }
      sandbox.fault('stop', [holder.pid], true);
      holder.halt();
      await pause(sandbox.chance.between(...HALT_MS));
      holder.resume();
    }
  },
};
