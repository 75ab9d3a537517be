import type { ScheduleItem } from '@zenpulse/contract';
import { visibleText } from '@zenpulse/core/domain';
import { Text } from '@mantine/core';

interface NoteProps {
  readonly item: ScheduleItem;
}

/** The note in one line, as much of it as fits. */
export function NoteLine({ item: { note } }: NoteProps) {
  if (note === null) return null;
  const text = visibleText(note);
  return (
    <Text size="xs" c="dimmed" lineClamp={1} title={text}>
      {text}
    </Text>
  );
}

/** The whole note, in the lines that it was written in. */
export function Note({ item: { note } }: NoteProps) {
  if (note === null) return null;
  return (
    <Text size="sm" c="dimmed" mt={4} maw="75ch" className="zp-lines">
      {visibleText(note)}
    </Text>
  );
}
