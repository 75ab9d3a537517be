import { expect, it, vi } from 'vitest';
import { isSameZone, zoneSpelling } from './zone-spelling.ts';

it.each([
  ['us/eastern', 'US/Eastern'],
  ['europe/berlin', 'Europe/Berlin'],
  ['ASIA/KOLKATA', 'Asia/Kolkata'],
  ['asia/calcutta', 'Asia/Calcutta'],
  ['america/port-au-prince', 'America/Port-au-Prince'],
  ['africa/dar_es_salaam', 'Africa/Dar_es_Salaam'],
  ['america/argentina/comodrivadavia', 'America/Argentina/ComodRivadavia'],
  ['america/knox_in', 'America/Knox_IN'],
  ['antarctica/mcmurdo', 'Antarctica/McMurdo'],
  ['etc/gmt+5', 'Etc/GMT+5'],
  ['utc', 'UTC'],
  ['gb-eire', 'GB-Eire'],
  ['est5edt', 'EST5EDT'],
  ['mexico/bajanorte', 'Mexico/BajaNorte'],
])('%s is written %s', (typed, spelling) => {
  expect(zoneSpelling(typed)).toBe(spelling);
  expect(zoneSpelling(spelling)).toBe(spelling);
});

it('changes no zone that the engine knows by its canonical name', () => {
  const zones = Intl.supportedValuesOf('timeZone');
  expect(zones.length).toBeGreaterThan(400);
  expect(zones.map((zone) => zoneSpelling(zone.toUpperCase()))).toEqual(zones);
});

it('leaves what is no zone as it is', () => {
  expect(zoneSpelling('Europe/Bonn-on-Rhine')).toBe('Europe/Bonn-on-Rhine');
});

it('knows one zone under several names', () => {
  expect(isSameZone('us/eastern', 'America/New_York')).toBe(true);
  expect(isSameZone('Europe/Berlin', 'Europe/Vienna')).toBe(false);
  expect(isSameZone('nowhere', 'Nowhere')).toBe(false);
});

it('asks Intl once for each name', () => {
  const asked = vi.spyOn(Intl.DateTimeFormat.prototype, 'resolvedOptions');
  const spellings = Array.from({ length: 3 }, () => zoneSpelling('europe/rOME'));
  expect(spellings).toEqual(['Europe/Rome', 'Europe/Rome', 'Europe/Rome']);
  expect(asked).toHaveBeenCalledTimes(1);
  asked.mockRestore();
});
