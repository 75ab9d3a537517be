import { changeReason } from '@zenpulse/core/domain';
import { queryObject } from './queries.ts';

/** `?reason=…` of the requests that change a schedule. */
export const reasonQuery = queryObject({ reason: changeReason.optional() });
