import { VERSION } from '@zenpulse/core/domain';
import type { EngineGauges, RunResult, ScheduleGauges } from '@zenpulse/core/engine';
import type { Logger } from '@zenpulse/core/ports';
import { listenAddress, type ListenAddress } from './listen-address.ts';
import { openProbeServer } from './probe-server.ts';
import { unreadiness } from './readiness.ts';
import { createRunnerMetrics } from './runner-metrics.ts';

export interface ProbesDeps {
  /** A port on this machine, or an address and a port. */
  readonly http: number | string;
  readonly runnerId: string;
  readonly jobKeys: readonly string[];
  readonly concurrency: number;
  readonly logger: Logger;
  /** Null before there is an engine. */
  readonly gauges: () => EngineGauges | null;
  /** Null before there is an engine. */
  readonly scheduleGauges: () => ScheduleGauges | null;
  readonly isStopping: () => boolean;
}

/** What a runner exposes for monitoring. */
export interface Probes {
  readonly address: ListenAddress;
  readonly onResult: (result: RunResult) => void;
  readonly onBlocked: (jobKey: string | null, ms: number) => void;
  close(): Promise<void>;
}

/** Starts to serve before the runner has started. Throws a SettingsError if it cannot listen there. */
export async function openProbes(deps: ProbesDeps): Promise<Probes> {
  const address = listenAddress(deps.http);
  const reasons = () => unreadiness(deps.gauges(), deps.isStopping());
  const isFiringStopped = () => deps.gauges()?.isFiringStopped ?? false;
  const metrics = await createRunnerMetrics({
    ...deps,
    version: VERSION,
    isReady: () => reasons().length === 0,
  });
  const server = await openProbeServer({
    address,
    logger: deps.logger,
    unreadiness: reasons,
    metrics,
    isFiringStopped,
  });
  return {
    address: server.address,
    onResult: (result) => metrics.observe(result),
    onBlocked: (jobKey, ms) => metrics.observeBlock(jobKey, ms),
    close: server.close,
  };
}
