import { ChangeList } from '../../changes/change-list.tsx';
import { useScheduleOutlet } from './schedule-outlet.ts';

/** Who changed this schedule. */
export function ChangesTab() {
  const { item } = useScheduleOutlet();
  return <ChangeList key={item.id} scheduleId={item.id} isOwn />;
}
