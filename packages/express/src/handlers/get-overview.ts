import type { Handler } from '../http/route.ts';
import { overviewOf } from '../overview/overview-of.ts';

/** Everything on the first page, in one answer. */
export const getOverview: Handler = async (_request, installation) => {
  return { status: 200, body: await overviewOf(installation) };
};
