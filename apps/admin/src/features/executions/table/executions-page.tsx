import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { ExecutionFilter } from '../../../api/executions.ts';
import { installationInfo } from '../../../api/installation.ts';
import { useMay } from '../../../api/use-may.ts';
import { Page } from '../../../shell/page.tsx';
import { useAddressFilter } from '../../../table/address-filter.ts';
import { TableSkeleton } from '../../../table/table-skeleton.tsx';
import { BROWSER_ZONE } from '../../../time/zone.ts';
import { ExecutionFilters } from './execution-filters.tsx';
import { ExecutionList } from './execution-list.tsx';
import { lastMsOf } from './execution-range.ts';
import { ExportButtons } from './export-buttons.tsx';
import { GroupTabs } from './group-tabs.tsx';

const DeleteOld = lazy(async () => ({
  default: (await import('../delete-old/delete-old.tsx')).DeleteOld,
}));
const ErrorGroups = lazy(async () => ({ default: (await import('./error-groups.tsx')).ErrorGroups }));

/** All executions, newest first, or their errors in groups. */
export function ExecutionsPage() {
  const address = useAddressFilter();
  const may = useMay();
  const [isDeleting, deletion] = useDisclosure(false);
  const [wasDeleting, setWasDeleting] = useState(false);
  if (isDeleting && !wasDeleting) setWasDeleting(true);
  const filter: ExecutionFilter = {
    search: address.one('search'),
    jobKey: address.one('jobKey'),
    scheduleId: address.one('scheduleId'),
    status: address.all('status'),
    from: address.one('from'),
    to: address.one('to'),
  };
  const { jobKey = '', scheduleId = '' } = filter;
  const lastMs = lastMsOf(address.one('range'));
  const isGrouped = address.one('group') === 'error';
  return (
    <Page
      title="Executions"
      lead={<RetentionNote />}
      zone={BROWSER_ZONE}
      actions={
        <>
          {!isGrouped && <ExportButtons filter={filter} lastMs={lastMs} />}
          <Button
            variant="default"
            leftSection={<IconTrash size={16} stroke={1.8} />}
            onClick={deletion.open}
            {...may('admin')}
          >
            Delete old executions…
          </Button>
        </>
      }
    >
      <GroupTabs isGrouped={isGrouped} />
      <ExecutionFilters address={address} isGrouped={isGrouped} />
      {scheduleId !== '' && (
        <Button size="compact-sm" variant="light" mb="md" onClick={() => address.set({ scheduleId: null })}>
          Showing one schedule only. Show all
        </Button>
      )}
      {isGrouped ? (
        <Suspense fallback={<TableSkeleton />}>
          <ErrorGroups filter={{ jobKey, scheduleId, lastMs }} />
        </Suspense>
      ) : (
        <ExecutionList filter={filter} lastMs={lastMs} address={address} />
      )}
      <Suspense fallback={null}>
        {wasDeleting && <DeleteOld filter={filter} isOpen={isDeleting} onClose={deletion.close} />}
      </Suspense>
    </Page>
  );
}

function RetentionNote() {
  const { data } = useQuery(installationInfo);
  if (data === undefined) return 'Newest first.';
  return data.retentionDays === 0
    ? 'Newest first. Executions are kept until you delete them.'
    : `Newest first. Executions are deleted after ${data.retentionDays} days.`;
}
