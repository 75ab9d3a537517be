// The rules of triggers, with the grammar of cron: loaded when a page first computes a time by itself.
export { triggerOf } from '@zenpulse/core/domain';
