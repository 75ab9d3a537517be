import { List, Text } from '@mantine/core';
import type { Preview } from '@zenpulse/contract';
import { effectsOf } from './effect-words.ts';

interface EffectsOfSavingProps {
  readonly preview: Preview;
  readonly zone: string;
  /** Epoch milliseconds. */
  readonly askedAt: number;
}

/** What saving changes: runs gained and lost, the next change of the clock, others in the same minute. */
export function EffectsOfSaving({ preview, zone, askedAt }: EffectsOfSavingProps) {
  const effects = effectsOf(preview, zone, askedAt);
  if (effects.length === 0) return null;
  return (
    <div>
      <Text size="xs" c="dimmed">
        {preview.change === null ? 'Good to know' : 'What saving changes'}
      </Text>
      <List size="sm" spacing={2} aria-label="Effects">
        {effects.map((effect) => (
          <List.Item key={effect}>{effect}</List.Item>
        ))}
      </List>
    </div>
  );
}
