import { createContext, use } from 'react';
import { instantText } from './instant-text.ts';

/** The reader's zone. */
export const BROWSER_ZONE = new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Every zone that a schedule may have, UTC first. */
export function selectableZones(): string[] {
  return [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];
}

/** The zone of a page's times. */
export const PageZone = createContext(BROWSER_ZONE);

export function usePageZone(): string {
  return use(PageZone);
}

/** True if both zones show the same time at an instant: zones with other names may agree. */
export function showsSameTime(at: number, zone: string, other: string): boolean {
  return zone === other || instantText(at, zone) === instantText(at, other);
}
