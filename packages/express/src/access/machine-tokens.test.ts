import type { NewMachineToken } from '@zenpulse/core/ports';
import { createMemoryBackend, FakeClock, type MemoryBackend } from '@zenpulse/core/testing';
import { hashOfToken } from '@zenpulse/store';
import { beforeEach, describe, expect, it } from 'vitest';
import { MachineTokens, TOKENS_KEPT_MS } from './machine-tokens.ts';

const SECRET = `zp_${'a'.repeat(43)}`;
const UNKNOWN = `zp_${'b'.repeat(43)}`;

let clock: FakeClock;
let backend: MemoryBackend;
let judge: MachineTokens;
let errors: unknown[];
beforeEach(() => {
  clock = new FakeClock();
  backend = createMemoryBackend(clock);
  errors = [];
  const onError = (error: unknown) => errors.push(error);
  judge = new MachineTokens({ tokens: backend.tokens, clock, onError });
});

const make = (more: Partial<NewMachineToken> = {}) =>
  backend.tokens.create({
    id: 'token-1',
    name: 'deploy',
    role: 'operator',
    hash: hashOfToken(SECRET),
    createdAt: clock.now(),
    createdBy: null,
    expiresAt: null,
    ...more,
  });
const reads = () => backend.calls.filter((call) => call === 'tokens.list').length;
const uses = () => backend.calls.filter((call) => call === 'tokens.used').length;

describe('a token', () => {
  it('stands for its role and name', async () => {
    await make();
    expect(await judge.judge(SECRET)).toEqual({ role: 'operator', name: 'token:deploy', tokenId: 'token-1' });
    expect(await judge.judge(UNKNOWN)).toBeNull();
  });

  it('opens nothing from the instant on at which it expires', async () => {
    await make({ expiresAt: clock.now() + 1_000 });
    await clock.advance(999);
    expect(await judge.judge(SECRET)).not.toBeNull();
    await clock.advance(1);
    expect(await judge.judge(SECRET)).toBeNull();
  });

  it.each(['root', 'Admin', '', 'toString'])('opens nothing with the role %j, set by hand', async (role) => {
    await make({ role });
    expect(await judge.judge(SECRET)).toBeNull();
  });

  it('that another process revokes opens nothing after five seconds, and at once after forget', async () => {
    await make();
    await judge.judge(SECRET);
    await backend.tokens.revoke('token-1', clock.now());
    await clock.advance(TOKENS_KEPT_MS - 1);
    expect(await judge.judge(SECRET)).not.toBeNull();
    await clock.advance(1);
    expect(await judge.judge(SECRET)).toBeNull();

    await make();
    judge.forget();
    expect(await judge.judge(SECRET)).not.toBeNull();
    await backend.tokens.revoke('token-1', clock.now());
    judge.forget();
    expect(await judge.judge(SECRET)).toBeNull();
  });

  it('revoked while a reading is under way is not kept from it', async () => {
    await make();
    const during = judge.judge(SECRET);
    await backend.tokens.revoke('token-1', clock.now());
    judge.forget();
    await during;
    expect(await judge.judge(SECRET)).toBeNull();
  });

  it('that is new is known within a second', async () => {
    expect(await judge.judge(SECRET)).toBeNull();
    await make();
    await clock.advance(1_000);
    expect(await judge.judge(SECRET)).not.toBeNull();
  });
});

describe('requests with tokens', () => {
  it('cost one reading in five seconds, and one note of use a minute', async () => {
    await make();
    for (let second = 0; second < 60; second += 1) {
      for (let n = 0; n < 20; n += 1) await judge.judge(SECRET);
      await clock.advance(1_000);
    }
    expect([reads(), uses()]).toEqual([12, 1]);
    await judge.judge(SECRET);
    expect(uses()).toBe(2);
  });

  it('that guess cost one reading a second, also at once', async () => {
    await Promise.all(Array.from({ length: 500 }, (_, n) => judge.judge(`zp_${n}`)));
    for (let n = 0; n < 500; n += 1) await judge.judge(`zp_${n}`);
    expect(reads()).toBe(1);
  });

  it('are refused while the database is away and nothing fresh is known, and judged again afterwards', async () => {
    await make();
    await judge.judge(SECRET);
    backend.isAway = true;
    expect(await judge.judge(SECRET), 'known a moment ago').not.toBeNull();
    await clock.advance(TOKENS_KEPT_MS);
    await expect(judge.judge(SECRET)).rejects.toThrow('the database does not answer');
    backend.isAway = false;
    expect(await judge.judge(SECRET)).not.toBeNull();
  });

  it('go on when their use cannot be noted', async () => {
    await make();
    await judge.judge(SECRET);
    await clock.advance(60_000);
    judge.forget();
    await judge.judge(UNKNOWN);
    backend.isAway = true;
    expect(await judge.judge(SECRET)).not.toBeNull();
    await Promise.resolve();
    expect(errors).toHaveLength(1);
  });
});
