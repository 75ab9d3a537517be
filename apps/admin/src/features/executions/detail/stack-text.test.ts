import { describe, expect, it } from 'vitest';
import { applicationFrames, errorTitle, framesOf } from './stack-text.ts';

const frames = '    at charge (file:///app/jobs.ts:12:9)\n    at run (file:///app/jobs.ts:3:1)';
const thrown = (exceptionType: string | null, exceptionMessage: string | null, traceback: string | null) => ({
  exceptionType,
  exceptionMessage,
  traceback,
});

it.each([
  ['one line', thrown('TypeError', 'declined', `TypeError: declined\n${frames}`)],
  ['several lines', thrown('Error', 'declined\nby the bank', `Error: declined\nby the bank\n${frames}`)],
  ['a code after the name', thrown('Error', 'declined', `Error [ERR_CARD]: declined\n${frames}`)],
  ['another name', thrown('CardError', 'declined', `Error: declined\n${frames}`)],
])('leaves out the message at the head of a stack: %s', (_, execution) => {
  expect(framesOf(execution)).toBe(frames);
});

it('keeps a stack that does not begin with the message', () => {
  expect(framesOf(thrown('Error', 'changed later', `Error: first\n${frames}`))).toBe(
    `Error: first\n${frames}`,
  );
  expect(framesOf(thrown('Error', '', frames))).toBe(frames);
  expect(framesOf(thrown('Error', 'text alone', null))).toBe('');
});

it('keeps a message that appears again inside the stack', () => {
  const nested = `Error: outer\n${frames}\n  [cause]: Error: outer\n${frames}`;
  expect(framesOf(thrown('Error', 'outer', nested))).toBe(`${frames}\n  [cause]: Error: outer\n${frames}`);
});

it('names the error with its type, and by its type alone where it has no message', () => {
  expect(errorTitle(thrown('TypeError', 'declined', null))).toBe('TypeError: declined');
  expect(errorTitle(thrown('TypeError', '', null))).toBe('TypeError');
  expect(errorTitle(thrown(null, 'declined', null))).toBe('Error: declined');
});

describe('the frames of the application', () => {
  const own = '    at charge (/srv/app/billing.js:10:5)';
  const foreign = [
    '    at request (/srv/app/node_modules/got/index.js:1:2)',
    '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
  ];

  it('are those outside packages and Node, in their order', () => {
    const main = '    at main (/srv/app/jobs.js:1:1)';
    expect(applicationFrames([foreign[0], own, foreign[1], main].join('\n'))).toBe(`${own}\n${main}`);
  });

  it('are not listed apart where all or none are of the application', () => {
    expect(applicationFrames(own)).toBe('');
    expect(applicationFrames(foreign.join('\n'))).toBe('');
  });
});
