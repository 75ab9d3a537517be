import { raw } from '@prisma/client-runtime-utils';
import {
  errorFields,
  type ChangeFeed,
  type ChangeKind,
  type Clock,
  type Logger,
  type Timer,
} from '@zenpulse/core/ports';
import type { RawClient } from '../server/raw-client.ts';

const LOOK_EVERY_MS = 1_000;

export interface MysqlChangeFeedOptions {
  readonly client: Pick<RawClient, '$queryRaw'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A text for each kind, which differs after a change. */
type Look = Readonly<Record<ChangeKind, string | null>>;

/**
 * One statement. A run that took long is recorded among older ones: the number of recent rows shows it, up to 1,000 of
 * the last hour. Reports are compared by a checksum.
 */
const LOOK = raw(`
  SELECT (SELECT CONCAT("revision", ' ', "token") FROM "zenpulse_revision" WHERE "id" = 1) AS "schedules",
         CONCAT(COALESCE((SELECT "id" FROM "zenpulse_job_execution_log" ORDER BY "run_time" DESC, "id" DESC LIMIT 1), ''), ' ',
                (SELECT COUNT(*) FROM (SELECT 1 FROM "zenpulse_job_execution_log"
                   WHERE "run_time" >= DATE_FORMAT(UTC_TIMESTAMP() - INTERVAL 1 HOUR, '%Y-%m-%d %H:00:00') LIMIT 1000) AS "recent")) AS "executions",
         (SELECT CONCAT(COUNT(*), ' ', COALESCE(SUM(CRC32("snapshot")), 0)) FROM "zenpulse_runner") AS "runners",
         (SELECT CONCAT('', MAX("written_at")) FROM "zenpulse_run_output") AS "output"`);

const KINDS: readonly ChangeKind[] = ['schedules', 'executions', 'runners', 'output'];

/** MySQL notifies nobody: one look a second, while there are listeners. */
export function createMysqlChangeFeed({ client, clock, logger }: MysqlChangeFeedOptions): ChangeFeed {
  const listeners = new Map<symbol, (kind: ChangeKind) => void>();
  let stop: (() => void) | null = null;

  const begin = (): (() => void) => {
    let isOver = false;
    let timer: Timer | null = null;
    let seen: Look | null = null;
    const look = async (): Promise<void> => {
      try {
        const [now] = await client.$queryRaw<Look[]>(LOOK);
        const changed = KINDS.filter(
          (kind) => seen !== null && now !== undefined && now[kind] !== seen[kind],
        );
        seen = now ?? seen;
        if (!isOver) for (const kind of changed) for (const onChange of listeners.values()) onChange(kind);
      } catch (error) {
        logger.debug(errorFields(error), 'The database does not answer; changes are looked for again');
      }
      if (!isOver) timer = clock.setTimer(LOOK_EVERY_MS, () => void look());
    };
    void look();
    return () => {
      isOver = true;
      timer?.cancel();
    };
  };

  return {
    listen: (onChange) => {
      const key = Symbol('listener');
      listeners.set(key, onChange);
      stop ??= begin();
      return () => {
        listeners.delete(key);
        if (listeners.size > 0) return;
        stop?.();
        stop = null;
      };
    },
  };
}
