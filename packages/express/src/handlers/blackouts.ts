import type { BlackoutList } from '@zenpulse/contract';
import { blackoutDefinition, blackoutName } from '@zenpulse/core/domain';
import { ApiError } from '../http/api-error.ts';
import type { Handler } from '../http/route.ts';

export const listBlackouts: Handler = async (_request, { backend }) => {
  const windows = await backend.calendar.blackouts();
  const body: BlackoutList = { items: windows.map(({ name, definition }) => ({ name, ...definition })) };
  return { status: 200, body };
};

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
