export type { AuthorizeAnswer } from './access/actor-of.ts';
export type { AdminRequest } from './access/admin-request.ts';
export type { AskedSchedule, ScheduleActor } from './access/ask-may.ts';
export { zenpulseAdmin, type AdminHandler, type ZenpulseAdminOptions } from './zenpulse-admin.ts';
