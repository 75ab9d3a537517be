import type { ScheduleItem } from '@zenpulse/contract';
import { useOutletContext } from '../../../router/outlet.tsx';

/** What the frame of a schedule's page gives to its tabs. */
export interface ScheduleOutlet {
  readonly item: ScheduleItem;
  readonly isDeleted: boolean;
}

export function useScheduleOutlet(): ScheduleOutlet {
  // Only `SchedulePage` has these tabs as its parts.
  return useOutletContext() as ScheduleOutlet;
}
