export { zenpulseAdmin, type ZenpulseAdminOptions } from '@zenpulse/express';
