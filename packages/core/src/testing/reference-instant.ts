/** The instant at which fake time begins: a Monday morning, a whole second, far from any change of the clock. */
export const REFERENCE_INSTANT = Date.parse('2026-01-05T08:00:00.000Z');
