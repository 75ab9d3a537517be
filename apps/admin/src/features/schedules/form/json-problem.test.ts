import { expect, it } from 'vitest';
import { jsonProblem } from './json-problem.ts';

it.each([
  ['{\n  "a": 1\n  "b": 2\n}', 'Line 3, column 3: expected a comma'],
  ['{\n  "a": 1,\n}', 'Line 3, column 1: expected a name in double quotes'],
  ['{ "a" 1 }', 'Line 1, column 7: expected a colon'],
  ['{ "a": }', 'Line 1, column 8: expected a value'],
  ["{ 'a': 1 }", 'Line 1, column 3: names and texts need double quotes'],
  ['{ a: 1 }', 'Line 1, column 3: names and texts need double quotes'],
  ['{ "a": 1', 'Line 1, column 9: expected a closing }'],
  ['[1, 2', 'Line 1, column 6: expected a closing ]'],
  ['{ "a": "x }', 'Line 1, column 8: a text has no closing quote'],
  ['{} {}', 'Line 1, column 4: expected nothing more after the JSON'],
  ['{ "a": 1 } // note', 'Line 1, column 12: JSON has no comments'],
])('names the place of what is wrong in %j', (text, problem) => {
  expect(jsonProblem(text)).toBe(problem);
});

it.each(['{}', '{ "a": [1, 2.5e3, null, "é\\u00e9"] }', '[]', 'true', ' 5 '])(
  'finds nothing wrong in %j',
  (text) => {
    expect(jsonProblem(text)).toBeNull();
  },
);
