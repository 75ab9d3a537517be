export {
  zenpulseAdmin,
  type AdminHandler,
  type AdminRequest,
  type ZenpulseAdminOptions,
} from '@zenpulse/express';
