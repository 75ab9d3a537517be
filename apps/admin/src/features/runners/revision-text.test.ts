import { expect, it } from 'vitest';
import { revisionText } from './revision-text.ts';

it.each([
  [41, 41, 'Up to date (revision 41)'],
  [40, 41, '1 change behind (revision 40 of 41)'],
  [31, 41, '10 changes behind (revision 31 of 41)'],
  [41, null, 'revision 41'],
  [42, 41, 'revision 42'],
  [null, 41, 'none loaded yet'],
])('a runner at revision %s of %s is "%s"', (revision, storeRevision, text) => {
  expect(revisionText({ revision }, storeRevision)).toBe(text);
});
