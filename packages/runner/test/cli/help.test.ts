import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { refusalOf, zenpulse } from './zenpulse.ts';

describe.concurrent('zenpulse help', () => {
  it.each([
    [['help'], /^Usage: zenpulse \[options\] \[command\]/],
    [['help', 'next'], /^Usage: zenpulse next /],
    [['help', 'schedules', 'add'], /^Usage: zenpulse schedules add /],
    [['schedules', 'help', 'set'], /^Usage: zenpulse schedules set /],
    [['schedules', '--help'], /Alone it is "list", with the same options:\n {2}--json /],
  ])('%j shows the help of that command', async (args, help) => {
    const { code, stdout, stderr } = await zenpulse(tmpdir(), args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(help);
  });

  it.each([
    [['help', 'nxt'], /^expected any of status, migrate, jobs, schedules, .*, got "nxt"$/],
    [['help', 'next', 'week'], /^next has no commands of its own, got "week"$/],
    [['schedules', 'help', 'ad'], /^expected any of list, add, .*, got "ad"$/],
  ])('%j is refused in one line', async (args, message) => {
    expect(await refusalOf(tmpdir(), args)).toMatch(message);
  });
});
