import { isAlive, isRemovable } from '@zenpulse/core/ports';
import { ApiError } from '../http/api-error.ts';
import type { Handler } from '../http/route.ts';
import { authorOf } from './change-author.ts';

/** Removes a runner that is gone from the list. */
export const removeRunner: Handler = async ({ params, ...asked }, { backend, clock }) => {
  const runnerId = params['runnerId'] ?? '';
  const runner = (await backend.runners.list()).find((one) => one.runnerId === runnerId);
  if (runner === undefined) throw new ApiError('not_found', `there is no runner ${runnerId}`);
  if (!isRemovable(runner, clock.now())) {
    const why = isAlive(runner, clock.now())
      ? 'is alive'
      : 'stopped less than an hour ago; its report goes by itself after that';
    throw new ApiError('runner_in_use', `the runner ${runnerId} ${why}`);
  }
  const { hostname, pid } = runner;
  await backend.changeRecords.add(
    { action: 'remove-runner', after: { runnerId, hostname, pid } },
    authorOf(asked),
  );
  await backend.runners.remove(runnerId);
  return { status: 204 };
};
