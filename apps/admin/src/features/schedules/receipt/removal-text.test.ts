import { expect, it } from 'vitest';
import { sampleRunner } from '../../runners/sample-runner.ts';
import { removalText } from './removal-text.ts';

const holder = sampleRunner({ revision: 41 });

it('waits until the active runner has applied it, whatever those on standby have applied', () => {
  const standby = sampleRunner({ runnerId: 'standby', state: 'standby', revision: 40 });
  expect(removalText({ items: [holder, standby] }, 42)).toBeNull();
  expect(removalText({ items: [holder, standby] }, 41)).toBe('The runner on web-1 no longer starts it.');
  const second = sampleRunner({ runnerId: 'second', isLocking: false, revision: 40 });
  expect(removalText({ items: [holder, second] }, 41)).toBeNull();
});

it('says that no runner is active', () => {
  const dead = sampleRunner({ isAlive: false });
  for (const items of [[], [dead], [sampleRunner({ state: 'standby' })]]) {
    expect(removalText({ items }, 41)).toBe('No runner is active at the moment, so nothing runs.');
  }
});
