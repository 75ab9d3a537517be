import { expected } from '@zenpulse/core/domain';
import { z } from 'zod';

/** The body of a request whose path carries everything. */
export const noFields = z.strictObject({}, expected('no body or an empty object')).optional();
