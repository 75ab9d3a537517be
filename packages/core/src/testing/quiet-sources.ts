import type { LiveSources } from '../engine/journal/live-lines.ts';

const nothing = { waiting: [], starting: [], active: [] };

/** The sources of an idle runner's journal, for a test to replace single ones. */
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
