export { durationText, relativeText } from '@zenpulse/core/domain';
