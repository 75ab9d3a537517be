import { describe, expect, it } from 'vitest';
import { ScheduleAccount, ScheduleAccounts } from './schedule-account.ts';

describe('the slots of a schedule', () => {
  it('are as many as it may have instances, and free again one by one', () => {
    const account = new ScheduleAccount();
    expect(['a', 'b', 'c'].map((run) => account.take(2, run))).toEqual([true, true, false]);
    account.release('a');
    expect(account.holders).toEqual(['b']);
    expect(account.take(2, 'c')).toBe(true);
    expect(account.holders).toEqual(['b', 'c']);
  });

  it('stay taken when the number was lowered meanwhile', () => {
    const account = new ScheduleAccount();
    for (const run of ['a', 'b']) account.take(2, run);
    expect(account.take(1, 'c')).toBe(false);
  });

  it('pass from run to run, and only a holder releases one', () => {
    const account = new ScheduleAccount();
    account.take(1, 'a');
    account.pass('a', 'b');
    account.release('a');
    expect(account.holders).toEqual(['b']);
    account.release('b');
    account.release('b');
    expect(account.holders).toEqual([]);
  });

  it('remember the newest start while any of them is taken', () => {
    const account = new ScheduleAccount();
    account.started(5);
    expect(account.hasStartedAfter(4)).toBe(false);
    for (const run of ['a', 'b']) account.take(2, run);
    account.started(5);
    account.started(3);
    account.release('a');
    expect([account.hasStartedAfter(4), account.hasStartedAfter(5)]).toEqual([true, false]);
    account.release('b');
    account.take(2, 'c');
    expect(account.hasStartedAfter(4)).toBe(false);
  });
});

it('an account is kept while its schedule fires, or a run holds one of its slots', () => {
  const accounts = new ScheduleAccounts();
  const account = accounts.keep('s');
  accounts.leave(account, 's');
  expect(accounts.of('s')).toBe(account);
  account.take(1, 'a');
  accounts.forget('s');
  expect(accounts.of('s')).toBe(account);
  account.release('a');
  accounts.leave(account, 's');
  expect(accounts.of('s')).not.toBe(account);
});
