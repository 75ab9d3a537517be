import { expect, it } from 'vitest';
import { shortRunId } from './short-run-id.ts';

it('shows the end of an id, and a short one whole', () => {
  expect(shortRunId('0198c2d4-1a2b-7c3d-8e4f-5a6b7c8d9e0f')).toBe('…7c8d9e0f');
  expect(shortRunId('run-12345')).toBe('run-12345');
});
