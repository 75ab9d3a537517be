import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewMachineToken, TokenStore } from '../../ports/index.ts';
import { REFERENCE_INSTANT } from '../reference-instant.ts';

export interface TokenStoreSubject {
  readonly store: TokenStore;
  close(): Promise<void>;
}

/** The contract of every `TokenStore`. */
export function tokenStoreContract(name: string, create: () => Promise<TokenStoreSubject>): void {
  describe(`${name}: tokens of machines`, () => {
    let subject: TokenStoreSubject;
    let store: TokenStore;
    beforeEach(async () => {
      subject = await create();
      store = subject.store;
    });
    afterEach(() => subject.close());

    const fresh = { lastUsedAt: null, revokedAt: null };

    it('are kept as given, and listed by name', async () => {
      const odd: NewMachineToken = {
        ...token(2),
        name: 'a\'b"c;日本 😀',
        createdBy: 'Ада',
        expiresAt: REFERENCE_INSTANT + 5,
      };
      expect(await store.list()).toEqual([]);
      expect(await store.create(token(1))).toBe(true);
      expect(await store.create(odd)).toBe(true);
      expect(await store.list()).toEqual([
        { ...odd, ...fresh },
        { ...token(1), ...fresh },
      ]);
    });

    it('of one name are one, to the letter, also when they come at once', async () => {
      const made = await Promise.all([1, 2, 3].map((n) => store.create({ ...token(n), name: 'deploy' })));
      expect(made.filter(Boolean)).toEqual([true]);
      expect(await store.create({ ...token(4), name: 'deploy' })).toBe(false);
      expect(await store.create({ ...token(5), name: 'Deploy' })).toBe(true);
      expect(await store.list()).toHaveLength(2);
    });

    it('are revoked once, and listed after the others', async () => {
      await store.create(token(1));
      await store.create(token(2));
      const at = REFERENCE_INSTANT + 1_000;
      expect(await store.revoke('token-1', at)).toEqual({ ...token(1), ...fresh, revokedAt: at });
      expect(await store.revoke('token-1', at + 1)).toMatchObject({ revokedAt: at });
      expect(await store.revoke('nobody', at)).toBeNull();
      expect((await store.list()).map(({ id, revokedAt }) => [id, revokedAt])).toEqual([
        ['token-2', null],
        ['token-1', at],
      ]);
    });

    it('that are revoked leave their name to a new one', async () => {
      await store.create({ ...token(1), name: 'deploy' });
      await store.revoke('token-1', REFERENCE_INSTANT);
      expect(await store.create({ ...token(2), name: 'deploy' })).toBe(true);
      expect((await store.list()).map(({ id }) => id)).toEqual(['token-2']);
    });

    it('remember the newest use', async () => {
      await store.create(token(1));
      const usedAt = async () => (await store.list())[0]?.lastUsedAt;
      await store.used('token-1', REFERENCE_INSTANT + 60_000);
      expect(await usedAt()).toBe(REFERENCE_INSTANT + 60_000);
      await store.used('token-1', REFERENCE_INSTANT);
      await store.used('nobody', REFERENCE_INSTANT);
      expect(await usedAt()).toBe(REFERENCE_INSTANT + 60_000);
      await store.used('token-1', REFERENCE_INSTANT + 120_000);
      expect(await usedAt()).toBe(REFERENCE_INSTANT + 120_000);
    });
  });
}

function token(n: number): NewMachineToken {
  return {
    id: `token-${n}`,
    name: `machine ${n}`,
    role: 'operator',
    hash: String(n).repeat(64),
    createdAt: REFERENCE_INSTANT,
    createdBy: null,
    expiresAt: null,
  };
}
