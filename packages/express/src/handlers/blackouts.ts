import type { BlackoutList } from '@zenpulse/contract';
import { blackoutDefinition, blackoutName } from '@zenpulse/core/domain';
import { ApiError } from '../http/api-error.ts';
import type { Handler } from '../http/route.ts';
import type { Installation } from '../installation.ts';
import { inTime } from '../known/in-time.ts';

/** Counting needs every row read once: until then the list comes without the numbers. */
const WITHIN_MS = 300;

export const listBlackouts: Handler = async (_request, { backend, known, clock }) => {
  const windows = await backend.calendar.blackouts();
  const counts = await inTime(referring(known), WITHIN_MS, clock);
  const body: BlackoutList = {
    items: windows.map(({ name, definition }) => ({
      name,
      ...definition,
      schedules: counts === null ? null : (counts.get(name) ?? 0),
    })),
  };
  return { status: 200, body };
};

/** How many schedules refer to each name. */
async function referring(known: Installation['known']): Promise<ReadonlyMap<string, number>> {
  await known.update();
  const counts = new Map<string, number>();
  for (const { blackouts } of known.byId.values())
    for (const name of blackouts) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

export const getBlackout: Handler = async ({ params }, { backend }) => {
  const { name: wanted = '' } = params;
  const found = (await backend.calendar.blackouts()).find(({ name }) => name === wanted);
  if (found === undefined) throw noWindow(wanted);
  return { status: 200, body: { name: found.name, ...found.definition } };
};

/** Makes a window, or replaces it as a whole. */
export const putBlackout: Handler = async ({ params, body }, { backend }) => {
  const name = blackoutName.parse(params['name']);
  const definition = blackoutDefinition.parse(body);
  await backend.calendar.putBlackout({ name, definition });
  return { status: 200, body: { name, ...definition } };
};

export const removeBlackout: Handler = async ({ params }, { backend }) => {
  const { name = '' } = params;
  if (!(await backend.calendar.removeBlackout(name))) throw noWindow(name);
  return { status: 204 };
};

function noWindow(name: string): ApiError {
  return new ApiError('not_found', `there is no blackout window ${name}`);
}
