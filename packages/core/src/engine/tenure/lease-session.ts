import type { Lease, Logger } from '../../ports/index.ts';
import type { EngineDeps } from '../engine.ts';
import type { Reporter } from '../report/reporter.ts';
import type { RunnerEvents } from '../report/runner-events.ts';
import type { Executor } from '../runs/executor.ts';
import type { Syncer } from '../schedules/syncer.ts';
import type { ActivePeriod } from './active-period.ts';
import type { Holding } from './holding.ts';
import type { Watermark } from './watermark.ts';

export interface LeaseSessionDeps {
  readonly lease: Lease;
  readonly logger: Logger;
  readonly events: Pick<RunnerEvents, 'add'>;
  readonly period: Pick<ActivePeriod, 'isStopping'>;
  readonly holding: Pick<Holding, 'begin' | 'decline' | 'end' | 'standBy' | 'renewed'>;
  readonly watermark: Pick<Watermark, 'tell' | 'confirm'>;
  readonly syncer: Pick<Syncer, 'told'>;
  readonly executor: Pick<Executor, 'pump'>;
  readonly reporter: Pick<Reporter, 'now'>;
  readonly listeners: Pick<EngineDeps, 'onLeaseLost' | 'onStandby'>;
}

/**
 * Competes for the lease from here on. Returns a function that resolves when this runner is active, if the lease was
 * available at once.
 */
export function holdLease(deps: LeaseSessionDeps): () => Promise<void> {
  const { lease, logger, events, period, holding, watermark, syncer, executor, reporter, listeners } = deps;
  let beginning: Promise<void> = Promise.resolve();
  lease.start({
    onAcquired: (tenure) => {
      beginning = period.isStopping ? holding.decline(tenure) : holding.begin(tenure);
    },
    onLost: (reason) => {
      holding.end();
      events.add(
        'warn',
        'lease-lost',
        'The lease was lost; this runner starts no runs until it has the lease again',
        { reason },
      );
      void reporter.now();
      listeners.onLeaseLost?.();
    },
    onWaiting: () => {
      holding.standBy();
      logger.info({}, 'Another runner holds the lease; this one is on standby');
      listeners.onStandby?.();
    },
    processedUntil: () => watermark.tell(),
    onRenewed: ({ sentAt, isRevision }) => {
      holding.renewed();
      watermark.confirm();
      if (isRevision !== undefined) syncer.told(isRevision, sentAt);
      executor.pump();
    },
    onReleased: () => watermark.confirm(),
  });
  return () => beginning;
}
