import type { ScheduleItem } from '@zenpulse/contract';
import { useOutletContext } from 'react-router';

/** What the frame of a schedule's page gives to its tabs. */
export interface ScheduleOutlet {
  readonly item: ScheduleItem;
  readonly isDeleted: boolean;
}

export function useScheduleOutlet(): ScheduleOutlet {
  return useOutletContext<ScheduleOutlet>();
}
