import { styleText } from 'node:util';
import type { Outcome } from '@zenpulse/core/domain';

const COLORS = {
  success: 'green',
  fail: 'red',
  timeout: 'red',
  interrupted: 'red',
  missed: 'yellow',
  skipped: 'yellow',
} as const satisfies Record<Outcome, string>;

/** Colours a text that begins with an outcome; other texts stay unchanged. */
export function colorOutcome(text: string, hasColor: boolean): string {
  const [word = ''] = text.split(' ', 1);
  return hasColor && isOutcome(word) ? styleText(COLORS[word], text) : text;
}

function isOutcome(word: string): word is Outcome {
  return Object.hasOwn(COLORS, word);
}
