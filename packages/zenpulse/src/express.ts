export type { ScheduleAction } from '@zenpulse/contract';
export {
  zenpulseAdmin,
  type AdminHandler,
  type AdminRequest,
  type AskedSchedule,
  type AuthorizeAnswer,
  type ScheduleActor,
  type ZenpulseAdminOptions,
} from '@zenpulse/express';
