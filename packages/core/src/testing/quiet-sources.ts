import type { LiveSources } from '../engine/journal/live-lines.ts';

const nothing = { waiting: [], starting: [], active: [] };

/** Of a runner with nothing going on: what its journal is written anew with, for a test to put its own into. */
export const quietSources: LiveSources = {
  historyId: null,
  takeover: null,
  own: null,
  heard: null,
  adoption: { marks: [], standingRunIds: new Set() },
  watermark: { processedUntil: null, confirmedUntil: -Infinity },
  dispatcher: { inheritedUntil: 0, decidedBeyond: () => [] },
  executor: nothing,
  retries: nothing,
  inheritance: nothing,
  logWriter: nothing,
  lateness: { reasonAt: () => null },
};
