import type { ScheduleItem } from '@zenpulse/contract';
import { isTimeZone } from '@zenpulse/core/domain';
import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { Link } from '../../../router/link.tsx';
import { Outlet } from '../../../router/outlet.tsx';
import { useNavigate, useParams } from '../../../router/hooks.ts';
import { hasCode } from '../../../api/api-error.ts';
import { POLL_MS } from '../../../api/poller.ts';
import { scheduleDetail } from '../../../api/schedules.ts';
import { useMay } from '../../../api/use-may.ts';
import { usePolling } from '../../../api/use-polling.ts';
import { Failure } from '../../../shell/failure.tsx';
import { Missing } from '../../../shell/missing.tsx';
import { Page } from '../../../shell/page.tsx';
import { TableSkeleton } from '../../../table/table-skeleton.tsx';
import { usePausing } from '../actions/pausing.tsx';
import { Note } from '../note.tsx';
import { Owner } from '../owner.tsx';
import { scheduleName } from '../schedule-name.ts';
import { ScheduleMenu } from '../schedule-menu.tsx';
import { ScheduleState } from '../state-badge.tsx';
import { VariantBadge } from '../variant-badge.tsx';
import { RunMenu } from '../run-with/run-menu.tsx';
import { ScheduleLead } from './schedule-lead.tsx';
import type { ScheduleOutlet } from './schedule-outlet.ts';
import { ScheduleTabs } from './schedule-tabs.tsx';

/** One schedule: what is true of it now, and its tabs. */
export function SchedulePage() {
  const { id = '' } = useParams();
  const { data: item, error, refetch } = useQuery(scheduleDetail(id));
  usePolling(scheduleDetail(id).queryKey, hasCode(error, 'not_found') ? false : POLL_MS * 2);
  if (hasCode(error, 'not_found')) {
    return (
      <Missing title="Schedule not found" description="It was deleted, or the address is wrong.">
        <Button component={Link} to={`/changes?scheduleId=${encodeURIComponent(id)}`}>
          See who deleted it, and put it back
        </Button>
      </Missing>
    );
  }
  if (item !== undefined) return <Loaded key={id} item={item} />;
  return (
    <Page title="Schedule">
      {error ? <Failure error={error} onRetry={() => void refetch()} /> : <TableSkeleton />}
    </Page>
  );
}

function Loaded({ item }: { readonly item: ScheduleItem }) {
  const navigate = useNavigate();
  const [isDeleted, setDeleted] = useState(false);
  const name = scheduleName(item);
  return (
    <Page
      title={item.jobKey}
      tabTitle={`${name}: schedule`}
      zone={isTimeZone(item.timezone) ? item.timezone : 'UTC'}
      lead={
        <>
          <Group gap={8}>
            {item.description} <VariantBadge variant={item.variant} /> <ScheduleState item={item} />
          </Group>
          <ScheduleLead item={item} />
          <Owner of={item} />
          <Note item={item} />
        </>
      }
      actions={
        <>
          <RunMenu item={item} />
          <PauseButton item={item} />
          <ScheduleMenu
            isLarge
            item={item}
            onDeleted={() => {
              flushSync(() => setDeleted(true)); // the form's guard must know before the page is left
              void navigate('/schedules');
            }}
          />
        </>
      }
    >
      <ScheduleTabs id={item.id} />
      <Outlet context={{ item, isDeleted } satisfies ScheduleOutlet} />
    </Page>
  );
}

/** Pauses it, or ends the pause. */
function PauseButton({ item }: { readonly item: ScheduleItem }) {
  const pausing = usePausing(item);
  const may = useMay(item.mayNot);
  return (
    <>
      <Button
        variant="default"
        px="sm"
        loading={pausing.isBusy}
        onClick={pausing.isPaused ? pausing.resume : pausing.ask}
        {...may('operator', 'pause')}
      >
        {pausing.isPaused ? 'Resume' : 'Pause until…'}
      </Button>
      {pausing.dialog}
    </>
  );
}
