import { describe, expect, it } from 'vitest';
import { alreadyText, doneText, refusedText, titleText } from './action-words.ts';

describe('the words of an action on many schedules', () => {
  it('say what was done', () => {
    expect(doneText('pause', 12, '15:00 UTC')).toBe('12 schedules paused until 15:00 UTC');
    expect(doneText('disable', 1, '')).toBe('1 schedule disabled');
    expect(doneText('run', 1_204, '')).toBe('Requested 1,204 runs');
    expect(doneText('skip-next', 2, '')).toBe('Skipped the next run of 2 schedules');
  });

  it('say what was left alone, and what was refused', () => {
    expect(alreadyText('disable', 3)).toBe('3 were disabled already.');
    expect(alreadyText('resume', 1)).toBe('1 was not paused.');
    expect(alreadyText('enable', 0)).toBe('');
    expect(refusedText('pause', 3)).toBe('3 schedules were not paused');
    expect(refusedText('run', 1)).toBe('1 run was not requested');
  });

  it('name the action in a question', () => {
    expect(titleText('delete', 830)).toBe('Delete 830 schedules');
    expect(titleText('skip-next', 1)).toBe('Skip the next run of 1 schedule');
  });
});
