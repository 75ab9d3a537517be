import type { Execution, OccurrenceRecord } from '@zenpulse/core/domain';
import type { ExecutionCursor, ExecutionFilter, ExecutionStore, Logger } from '@zenpulse/core/ports';
import { withoutRepeats } from './execution-rows.ts';
import type { Guard } from './guard.ts';

/** Rows deleted in one statement: small steps keep locks and the server's log short. */
const DELETE_STEP = 500;

/** What a server's store of executions says to it. Failures come as the driver has them. */
export interface ExecutionStatements {
  /** Writes them, none of which is of the same run as another, or refuses them all. */
  append(executions: readonly Execution[]): Promise<void>;
  list(filter: ExecutionFilter, after: ExecutionCursor | undefined, limit: number): Promise<Execution[]>;
  get(id: string): Promise<Execution | undefined>;
  occurrences(scheduleId: string, from: number, limit: number): Promise<OccurrenceRecord[]>;
  count(filter: ExecutionFilter, atMost: number | undefined): Promise<number>;
  /** Resolves to the number of rows. */
  deleteSome(filter: ExecutionFilter, limit: number): Promise<number>;
}

export interface ServerExecutionStoreDeps {
  readonly statements: ExecutionStatements;
  readonly logger: Logger;
  readonly guarded: Guard;
  /** Whether the database took offence at a value: another row may pass. */
  readonly isRefusedValue: (error: unknown) => boolean;
}

export function createServerExecutionStore(deps: ServerExecutionStoreDeps): ExecutionStore {
  const { statements, logger, guarded, isRefusedValue } = deps;

  /** One row that the table refuses must not hold up the others: the batch is halved until it stands alone. */
  const append = async (batch: readonly Execution[]): Promise<void> => {
    try {
      if (batch.length > 0) await statements.append(batch);
    } catch (error) {
      if (!isRefusedValue(error)) throw error;
      const [first] = batch;
      if (batch.length === 1) {
        logger.error(
          { err: error, execution: first },
          'An execution is not recorded: the database refuses it',
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
    list: (filter, { after, limit }) =>
      guarded(async () => {
        const rows = await statements.list(filter, after, limit + 1);
        const items = rows.slice(0, limit);
        const last = rows.length > limit ? items.at(-1) : undefined;
        return { items, next: last === undefined ? null : { runTime: last.runTime, id: last.id } };
      }),
    get: (id) => guarded(async () => (await statements.get(id)) ?? null),
    occurrences: (scheduleId, from, limit) => guarded(() => statements.occurrences(scheduleId, from, limit)),
    count: (filter, atMost) => guarded(() => statements.count(filter, atMost)),
    deleteWhere: (filter) =>
      guarded(async () => {
        for (let deleted = 0; ;) {
          const count = await statements.deleteSome(filter, DELETE_STEP);
          deleted += count;
          if (count < DELETE_STEP) return deleted;
        }
      }),
  };
}
