import { Button } from '@mantine/core';
import { Page } from '../../shell/page.tsx';
import { useAddressFilter } from '../../table/address-filter.ts';
import { BROWSER_ZONE } from '../../time/zone.ts';
import { ChangeList } from './change-list.tsx';

/** The record of changes, of all schedules or of one, which may have been deleted. */
export function ChangesPage() {
  const address = useAddressFilter();
  const scheduleId = address.one('scheduleId');
  return (
    <Page
      title="Changes"
      lead="Who changed what, when and why, newest first. Kept for a year."
      zone={BROWSER_ZONE}
    >
      {scheduleId !== '' && (
        <Button size="compact-sm" variant="light" mb="md" onClick={() => address.set({ scheduleId: null })}>
          Showing one schedule only. Show all
        </Button>
      )}
      <ChangeList scheduleId={scheduleId} />
    </Page>
  );
}
