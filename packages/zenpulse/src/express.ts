export {
  zenpulseAdmin,
  type AdminHandler,
  type AdminRequest,
  type AuthorizeAnswer,
  type ZenpulseAdminOptions,
} from '@zenpulse/express';
