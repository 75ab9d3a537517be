import { ready, someMoment, type Suite } from './suite.ts';

export const terminate: Suite = {
  name: 'terminate',
  text: 'the server ends all sessions of the runners, those of the lease, or the others',
  databases: ['postgres', 'mysql'],
  runners: ['a', 'b'],
  times: 100,
  inject: async (sandbox, times) => {
    const { database, chance } = sandbox;
    if (database.kind === 'sqlite') return;
    for (let n = 0; n < times; n += 1) {
      if ((await ready(sandbox)) === null) return;
      await someMoment(sandbox, 300, 3_000);
      const draw = chance.between(0, 1);
      const sessions = draw < 0.6 ? 'all' : draw < 0.85 ? 'lease' : 'others';
      sandbox.fault(`terminate ${sessions}`, [], sessions === 'all');
      await database.terminate(sessions);
    }
  },
};
