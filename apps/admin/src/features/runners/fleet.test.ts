import { describe, expect, it } from 'vitest';
import { fleetWarnings as warningsOf, runnerName, type FleetRunner } from '@zenpulse/core/domain';
import { byImportance, fleetSummary } from './fleet.ts';
import { sampleRunner } from './sample-runner.ts';

const fleetWarnings = (
  { items }: { readonly items: readonly FleetRunner[] },
  application: { readonly version: string } | undefined,
) => warningsOf(items, application).map(({ message }) => message);
const holder = sampleRunner();
const standby = (n: number) =>
  sampleRunner({ runnerId: `standby-${n}`, hostname: `web-${n}`, state: 'standby', epoch: null });
const dead = sampleRunner({ runnerId: 'dead', hostname: 'web-9', isAlive: false, isRemovable: true });
const stopped = sampleRunner({ runnerId: 'gone', hostname: 'web-8', isAlive: false, state: 'stopped' });
const unlocked = (n: number) =>
  sampleRunner({ runnerId: `free-${n}`, hostname: `web-${n}`, isLocking: false, epoch: null });

describe('the summary of all runners', () => {
  it('is one, since when, and who else is there', () => {
    expect(fleetSummary({ items: [holder, standby(2), standby(3), dead, stopped] })).toEqual({
      tone: 'good',
      headline: 'web-1 is active',
      since: holder.stateSince,
      others: ['2 on standby', '1 died'],
    });
  });

  it('names no active runner for a moment, while one on standby takes over', () => {
    expect(fleetSummary({ items: [standby(2), dead] })).toEqual({
      tone: 'waiting',
      headline: 'No active runner',
      since: null,
      others: ['1 on standby', '1 died'],
    });
  });

  it('has no active runner when none is alive', () => {
    expect(fleetSummary({ items: [dead, stopped] })).toMatchObject({
      tone: 'bad',
      headline: 'No active runner',
    });
    expect(fleetSummary({ items: [] })).toMatchObject({ tone: 'bad', others: [] });
  });

  it('is more than one without --lock, which is bad', () => {
    const items = [unlocked(1), unlocked(2)];
    expect(fleetSummary({ items })).toMatchObject({
      tone: 'bad',
      headline: 'web-1 and web-2 are active',
      since: null,
    });
    expect(fleetWarnings({ items }, undefined)).toEqual([
      expect.stringMatching(/^2 runners are active at once, so jobs run twice\. Start each with --lock/),
    ]);
    expect(fleetSummary({ items: [...items, unlocked(3)] }).headline).toBe(
      'web-1, web-2 and web-3 are active',
    );
  });

  it('is more than one when one of them has no --lock', () => {
    const items = [holder, unlocked(2)];
    expect(fleetSummary({ items }).headline).toBe('web-1 and web-2 are active');
    expect(fleetWarnings({ items }, undefined)).toHaveLength(1);
  });

  it('is the newest epoch under --lock: the one before it has not heard of its loss yet', () => {
    const next = sampleRunner({ runnerId: 'next', hostname: 'web-2', epoch: 5 });
    expect(fleetSummary({ items: [holder, next] })).toMatchObject({
      headline: 'web-2 is active',
      tone: 'good',
    });
    expect(fleetWarnings({ items: [holder, next] }, undefined)).toEqual([]);
  });

  it('includes the process where several share a host', () => {
    const twin = sampleRunner({ runnerId: 'twin', pid: 4712, state: 'standby', epoch: null });
    expect(fleetSummary({ items: [holder, twin] }).headline).toBe('web-1 (process 4711) is active');
    expect(runnerName(holder, [holder, { ...twin, isAlive: false }])).toBe('web-1');
  });
});

it('puts the active one first, and the stopped one last', () => {
  const ordered = byImportance([stopped, dead, standby(2), holder, standby(3)]);
  expect(ordered.map(({ runnerId }) => runnerId)).toEqual([
    'runner-1',
    'standby-2',
    'standby-3',
    'dead',
    'gone',
  ]);
});

describe('a warning', () => {
  const application = { version: '0.1.0' };

  it('is not given when all is well', () => {
    expect(fleetWarnings({ items: [holder, standby(2)] }, application)).toEqual([]);
    expect(fleetWarnings({ items: [] }, application)).toEqual([]);
  });

  it('names who has which zone', () => {
    const elsewhere = { ...standby(2), timezone: 'Asia/Dhaka' };
    expect(fleetWarnings({ items: [holder, elsewhere, standby(3)] }, application)).toEqual([
      expect.stringContaining('Asia/Dhaka on web-2, UTC on web-1 and web-3.'),
    ]);
  });

  it('names which runner has which version, and when the application has another', () => {
    const newer = { ...standby(2), version: '0.2.0' };
    expect(fleetWarnings({ items: [holder, newer] }, application)).toEqual([
      expect.stringContaining('0.1.0 on web-1, 0.2.0 on web-2.'),
    ]);
    expect(fleetWarnings({ items: [newer] }, application)).toEqual([
      'The runners have ZenPulse 0.2.0, this application has 0.1.0. Install the same version everywhere.',
    ]);
  });

  it('is not given for the dead', () => {
    expect(
      fleetWarnings({ items: [holder, { ...dead, timezone: 'Asia/Dhaka', version: '9' }] }, application),
    ).toEqual([]);
  });
});
