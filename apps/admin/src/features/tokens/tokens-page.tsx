import { Button } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { installationInfo } from '../../api/installation.ts';
import { POLL_MS } from '../../api/poller.ts';
import { tokenList } from '../../api/tokens.ts';
import { useMay } from '../../api/use-may.ts';
import { usePolling } from '../../api/use-polling.ts';
import { Empty } from '../../shell/empty.tsx';
import { Failure } from '../../shell/failure.tsx';
import { Page } from '../../shell/page.tsx';
import { DataTable } from '../../table/data-table.tsx';
import { TableSkeleton } from '../../table/table-skeleton.tsx';
import { BROWSER_ZONE } from '../../time/zone.ts';
import { tokenColumns } from './token-columns.tsx';

const NewToken = lazy(async () => ({ default: (await import('./new-token-dialog.tsx')).NewTokenDialog }));

/** Tokens with which programs call the API. */
export function TokensPage() {
  const may = useMay();
  const [isMaking, setMaking] = useState(false);
  // A dialog for each token; it stays when it is closed, so that the focus returns to the button.
  const [made, setMade] = useState(0);
  const open = () => {
    setMade(made + 1);
    setMaking(true);
  };
  return (
    <Page
      title="Tokens"
      lead="With a token a program calls the API. It may do what its role may, and the record of changes has its name."
      zone={BROWSER_ZONE}
      actions={
        <Button leftSection={<IconPlus size={16} stroke={1.8} />} onClick={open} {...may('admin')}>
          New token
        </Button>
      }
    >
      {may('admin').disabled ? <NotYours why={may('admin').title ?? ''} /> : <Tokens />}
      <Suspense fallback={null}>
        {made > 0 && <NewToken key={made} isOpen={isMaking} onClose={() => setMaking(false)} />}
      </Suspense>
    </Page>
  );
}

function Tokens() {
  const isKnown = useQuery({ ...installationInfo, select: ({ actor }) => actor.role }).data === 'admin';
  const { data, error, isPending, refetch } = useQuery({ ...tokenList, enabled: isKnown });
  usePolling(tokenList.queryKey, isKnown && POLL_MS * 3);
  if (isPending) return <TableSkeleton />;
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (data.items.length === 0) {
    return (
      <Empty
        icon={<IconKey size={28} stroke={1.5} />}
        title="No tokens yet"
        description="Make one for each program that calls the API, with the least role that it needs."
      />
    );
  }
  return <DataTable label="Tokens" columns={tokenColumns} rows={data.items} rowId={(token) => token.id} />;
}

function NotYours({ why }: { readonly why: string }) {
  return (
    <Empty
      icon={<IconKey size={28} stroke={1.5} />}
      title={why}
      description="Whoever makes tokens can act under other names, so only admins see and make them."
    />
  );
}
