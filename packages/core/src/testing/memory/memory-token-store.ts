import { TOKENS_LISTED, type MachineToken, type TokenStore } from '../../ports/index.ts';
import { compareKeys } from './order.ts';

export function createMemoryTokenStore(): TokenStore {
  const tokens = new Map<string, MachineToken>();
  return {
    create: async (token) => {
      const namesakes = [...tokens.values()].filter(({ name }) => name === token.name);
      if (namesakes.some(({ revokedAt }) => revokedAt === null)) return false;
      for (const { id } of namesakes) tokens.delete(id);
      tokens.set(token.id, { ...token, lastUsedAt: null, revokedAt: null });
      return true;
    },
    list: async () =>
      [...tokens.values()]
        .sort(
          (a, b) =>
            rank(a) - rank(b) || compareKeys({ value: a.name, id: a.id }, { value: b.name, id: b.id }),
        )
        .slice(0, TOKENS_LISTED),
    revoke: async (id, at) => {
      const before = tokens.get(id);
      if (before === undefined) return null;
      const after = { ...before, revokedAt: before.revokedAt ?? at };
      tokens.set(id, after);
      return after;
    },
    used: async (id, at) => {
      const token = tokens.get(id);
      if (token !== undefined && (token.lastUsedAt ?? 0) < at) tokens.set(id, { ...token, lastUsedAt: at });
    },
  };
}

function rank({ revokedAt }: MachineToken): number {
  return revokedAt === null ? 0 : 1;
}
