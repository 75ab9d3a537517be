import { PATHS, type BlackoutDto, type BlackoutList } from '@zenpulse/contract';
import type { BlackoutDefinition } from '@zenpulse/core/domain';
import { queryOptions } from '@tanstack/react-query';
import { request } from './request.ts';

export const blackoutList = queryOptions({
  queryKey: ['blackouts'],
  queryFn: ({ signal }) => request<BlackoutList>(PATHS.blackouts, { signal }),
});

/** Makes a window, or replaces it as a whole. */
export function putBlackout(name: string, definition: BlackoutDefinition): Promise<BlackoutDto> {
  return request(PATHS.blackout, { method: 'PUT', params: { name }, body: definition });
}

export function removeBlackout(name: string): Promise<unknown> {
  return request(PATHS.blackout, { method: 'DELETE', params: { name } });
}
