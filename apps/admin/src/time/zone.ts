import { createContext, use, useSyncExternalStore } from 'react';
import { instantText } from './instant-text.ts';

/** The reader's zone. */
export const BROWSER_ZONE = new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Every zone that a schedule may have, UTC first. */
export function selectableZones(): string[] {
  return [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];
}

/** In which zone times are shown: each schedule's own, the reader's, or UTC. */
export const ZONE_CHOICES = ['schedule', 'mine', 'utc'] as const;
export type ZoneChoice = (typeof ZONE_CHOICES)[number];

const STORED_AS = 'zenpulse-zone';
const listeners = new Set<() => void>();
let choice = storedChoice();

/** Stored in this browser. */
export function chooseZone(next: ZoneChoice): void {
  choice = next;
  try {
    localStorage.setItem(STORED_AS, next);
  } catch {
    // Storage may be refused; the choice then lasts until the page is closed.
  }
  for (const listener of listeners) listener();
}

export function useZoneChoice(): ZoneChoice {
  return useSyncExternalStore(subscribe, () => choice);
}

/** The zone in which times of a schedule in `zone` are shown. */
export function useShownZone(zone: string): string {
  return shownZone(zone, useZoneChoice());
}

/** The zone of a page's times, before the reader's choice. */
export const PageZone = createContext(BROWSER_ZONE);

/** The zone of a page's times. */
export function usePageZone(): string {
  return useShownZone(use(PageZone));
}

/** True if both zones show the same time at an instant: zones with other names may agree. */
export function showsSameTime(at: number, zone: string, other: string): boolean {
  return zone === other || instantText(at, zone) === instantText(at, other);
}

function shownZone(zone: string, chosen: ZoneChoice): string {
  return { schedule: zone, mine: BROWSER_ZONE, utc: 'UTC' }[chosen];
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function storedChoice(): ZoneChoice {
  try {
    const stored = localStorage.getItem(STORED_AS);
    return ZONE_CHOICES.find((one) => one === stored) ?? 'schedule';
  } catch {
    return 'schedule';
  }
}
