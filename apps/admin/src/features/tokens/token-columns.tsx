import type { TokenDto } from '@zenpulse/contract';
import { visibleText } from '@zenpulse/core/domain';
import { Text, VisuallyHidden } from '@mantine/core';
import { Name } from '../../shell/name.tsx';
import type { DataColumn } from '../../table/data-column.ts';
import { Ago, ShortInstant } from '../../time/instant.tsx';
import { RevokeToken } from './revoke-token.tsx';

export const tokenColumns: readonly DataColumn<TokenDto>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: (token) => (
      <Text size="sm" fw={600} component="span">
        <Name>{visibleText(token.name)}</Name>
      </Text>
    ),
  },
  {
    id: 'role',
    header: 'Role',
    cardLabel: 'Role',
    rem: 7,
    cell: (token) => visibleText(token.role),
  },
  {
    id: 'lastUsedAt',
    header: 'Last used',
    cardLabel: 'Last used',
    rem: 8.5,
    cell: (token) => (token.lastUsedAt === null ? 'never' : <Ago at={token.lastUsedAt} />),
  },
  {
    id: 'expiresAt',
    header: 'Expires',
    cardLabel: 'Expires',
    rem: 13,
    cell: (token) => <Expires token={token} />,
  },
  {
    id: 'createdBy',
    header: 'Made by',
    cardLabel: 'Made by',
    rem: 13,
    cell: (token) => (
      <div className="zp-two-lines">
        <span>{visibleText(token.createdBy ?? 'not named')}</span>
        <span className="zp-dimmed">
          <ShortInstant at={token.createdAt} />
        </span>
      </div>
    ),
  },
  {
    id: 'actions',
    header: <VisuallyHidden>Actions</VisuallyHidden>,
    rem: 7.5,
    cell: (token) => (token.state === 'revoked' ? null : <RevokeToken token={token} />),
  },
];

function Expires({ token }: { readonly token: TokenDto }) {
  if (token.revokedAt !== null) {
    return (
      <>
        revoked <ShortInstant at={token.revokedAt} />
      </>
    );
  }
  if (token.expiresAt === null) return <>never</>;
  return (
    <>
      {token.state === 'expired' && 'expired '}
      <ShortInstant at={token.expiresAt} />
    </>
  );
}
