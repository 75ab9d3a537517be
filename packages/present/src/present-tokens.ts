import { toIso, toIsoOrNull, type TokenDto } from '@zenpulse/contract';
import type { MachineToken } from '@zenpulse/core/ports';

/** A token as the admin and the command line show it. */
export function presentToken(token: MachineToken, now: number): TokenDto {
  const { id, name, role, createdAt, createdBy, expiresAt, lastUsedAt, revokedAt } = token;
  return {
    id,
    name,
    role,
    state: tokenState(token, now),
    createdAt: toIso(createdAt),
    createdBy,
    expiresAt: toIsoOrNull(expiresAt),
    lastUsedAt: toIsoOrNull(lastUsedAt),
    revokedAt: toIsoOrNull(revokedAt),
  };
}

export function tokenState({ expiresAt, revokedAt }: MachineToken, now: number): TokenDto['state'] {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'valid';
}
