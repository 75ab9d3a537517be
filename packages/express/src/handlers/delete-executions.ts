import { deleteExecutionsQuery, type ExecutionsDeleted } from '@zenpulse/contract';
import type { ChangeAuthor } from '@zenpulse/core/domain';
import type { Handler } from '../http/route.ts';

export const deleteExecutions: Handler = async ({ query, actor }, { backend }) => {
  const filter = deleteExecutionsQuery.parse(query);
  const { scheduleId = null, jobKey = null } = filter;
  const author: ChangeAuthor = { actor: actor.name, origin: 'admin' };
  const record = { action: 'delete-executions', scheduleId, jobKey, after: query } as const;
  const id = await backend.changeRecords.add(record, author);
  const body: ExecutionsDeleted = {
    deleted: await backend.executions.deleteWhere(filter),
  };
  await backend.changeRecords.settle(id, { ...query, ...body });
  return { status: 200, body };
};
