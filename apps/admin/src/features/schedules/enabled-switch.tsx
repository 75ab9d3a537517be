import type { ScheduleItem } from '@zenpulse/contract';
import { useMay } from '../../api/use-may.ts';
import classes from './enabled-switch.module.css';
import { scheduleName } from './schedule-name.ts';
import { useEnableSchedule } from './use-enable-schedule.ts';

/** A switch for enabled or disabled, saved at once. */
export function EnabledSwitch({ item }: { readonly item: ScheduleItem }) {
  const switching = useEnableSchedule(item);
  const may = useMay();
  return (
    <input
      type="checkbox"
      role="switch"
      className={classes['switch']}
      aria-label={`Enabled: ${scheduleName(item)}`}
      checked={item.enabled}
      onChange={(event) => switching.mutate(event.currentTarget.checked)}
      {...may('admin')}
      aria-busy={switching.isPending}
    />
  );
}
