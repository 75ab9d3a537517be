import { expect, it } from 'vitest';
import { sampleRunner } from '../../runners/sample-runner.ts';
import { removalText } from './removal-text.ts';

const holder = sampleRunner({ revision: 41 });

it('waits until the runner that fires has applied it, whatever those that stand by have', () => {
  const standby = sampleRunner({ runnerId: 'standby', state: 'standby', revision: 40 });
  expect(removalText({ items: [holder, standby] }, 42)).toBeNull();
  expect(removalText({ items: [holder, standby] }, 41)).toBe(
    'The runner on web-1 starts no run of it any more.',
  );
  const second = sampleRunner({ runnerId: 'second', isLocking: false, revision: 40 });
  expect(removalText({ items: [holder, second] }, 41)).toBeNull();
});

it('says that nobody fires', () => {
  const dead = sampleRunner({ isAlive: false });
  for (const items of [[], [dead], [sampleRunner({ state: 'standby' })]]) {
    expect(removalText({ items }, 41)).toBe('No runner fires at the moment, so nothing runs.');
  }
});
