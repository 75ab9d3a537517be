import { describe, expect, it } from 'vitest';
import { runnerState, zoneWarning } from './runner-state.ts';

describe('runnerState', () => {
  it('calls one dead that fell silent without reporting a stop', () => {
    expect(runnerState({ state: 'active', isAlive: false }).label).toBe('Died');
    expect(runnerState({ state: 'stopped', isAlive: false }).label).toBe('Stopped');
  });

  it('distinguishes the active runner from one on standby', () => {
    expect(runnerState({ state: 'active', isAlive: true }).label).toBe('Active');
    expect(runnerState({ state: 'standby', isAlive: true }).label).toBe('Standby');
  });
});

describe('zoneWarning', () => {
  it('is given only when the zones differ', () => {
    expect(zoneWarning('UTC', 'UTC')).toBeNull();
    expect(zoneWarning('UTC', undefined)).toBeNull();
    expect(zoneWarning('UTC', 'Asia/Dhaka')).toContain('Asia/Dhaka');
  });
});
