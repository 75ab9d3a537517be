import { EditSchedule } from './edit-schedule.tsx';
import { useScheduleOutlet } from './schedule-outlet.ts';

/** The form of a schedule. */
export function SettingsTab() {
  const { item, isDeleted } = useScheduleOutlet();
  return <EditSchedule item={item} isDeleted={isDeleted} />;
}
