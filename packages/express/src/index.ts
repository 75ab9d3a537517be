export { zenpulseAdmin, type ZenpulseAdminOptions } from './zenpulse-admin.ts';
