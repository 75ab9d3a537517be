import type { Execution } from '@zenpulse/core/domain';
import type { ExecutionStore, Logger } from '@zenpulse/core/ports';
import { executionReads, type ExecutionReadDeps } from '../executions/execution-reads.ts';
import { withoutRepeats } from '../executions/execution-rows.ts';
import type { Guard } from './guard.ts';

export interface ServerExecutionStoreDeps extends ExecutionReadDeps {
  /** Writes all of them or none; no two are of the same run. */
  readonly write: (executions: readonly Execution[]) => Promise<void>;
  readonly logger: Logger;
  readonly guarded: Guard;
  /** True if the database rejected a value: other rows may be accepted. */
  readonly isRefusedValue: (error: unknown) => boolean;
}

export function createServerExecutionStore(deps: ServerExecutionStoreDeps): ExecutionStore {
  const { write, logger, guarded, isRefusedValue } = deps;
  const reads = executionReads(deps);

  /** A row that the table rejects must not block the others: the batch is halved until that row is isolated. */
  const append = async (batch: readonly Execution[]): Promise<void> => {
    try {
      if (batch.length > 0) await write(batch);
    } catch (error) {
      if (!isRefusedValue(error)) throw error;
      const [first] = batch;
      if (batch.length === 1) {
        logger.error(
          { err: error, execution: first },
          'An execution is not recorded: the database rejects it',
        );
        return;
      }
      const half = Math.ceil(batch.length / 2);
      await append(batch.slice(0, half));
      await append(batch.slice(half));
    }
  };

  return {
    append: (executions) => guarded(() => append(withoutRepeats(executions))),
    list: (filter, page) => guarded(() => reads.list(filter, page)),
    get: (id) => guarded(() => reads.get(id)),
    occurrences: (scheduleId, from, limit) => guarded(() => reads.occurrences(scheduleId, from, limit)),
    count: (filter, atMost) => guarded(() => reads.count(filter, atMost)),
    deleteWhere: (filter, options) => guarded(() => reads.deleteWhere(filter, options?.signal)),
    upkeep: async () => undefined, // the server maintains itself
  };
}
