import { changeReason, expected, instantText } from '@zenpulse/core/domain';
import { z } from 'zod';

const reason = changeReason.optional();

/** The body of `POST /api/schedules/:id/skip`: which occurrence does not run, and why. */
export const skipBody = z.strictObject({ scheduledAt: instantText, reason }, expected('a JSON object'));

/** The body of `POST /api/schedules/:id/move`: which occurrence runs when instead, and why. */
export const moveBody = z.strictObject(
  { scheduledAt: instantText, to: instantText, reason },
  expected('a JSON object'),
);
