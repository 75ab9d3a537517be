import { stopBody } from '@zenpulse/contract';
import { firingStopped } from '@zenpulse/present';
import type { Handler } from '../http/route.ts';
import { noFields } from './no-fields.ts';

/** Stops all firing: no schedule starts runs until it is allowed again. Runs by hand work. */
export const stopFiring: Handler = async ({ body, actor }, { backend, settings }) => {
  const reason = stopBody.parse(body)?.reason ?? null;
  const after = await backend.calendar.stopFiring({ reason, actor: actor.name });
  return { status: 200, body: { stopped: firingStopped(after, settings.isPaused) } };
};

/** Lets schedules fire again, from now on. */
export const resumeFiring: Handler = async ({ body }, { backend, settings }) => {
  noFields.parse(body);
  const after = await backend.calendar.resumeFiring();
  return { status: 200, body: { stopped: firingStopped(after, settings.isPaused) } };
};
