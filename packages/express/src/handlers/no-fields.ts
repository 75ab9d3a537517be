import { expected } from '@zenpulse/core/domain';
import { z } from 'zod';

/** The body of a request that says everything with its path. */
export const noFields = z.strictObject({}, expected('no body or an empty object')).optional();
