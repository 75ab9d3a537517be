import { ActionIcon, Group } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { InputField, SelectField } from '../../../shell/field.tsx';
import { timeOfDayText } from '../../../time/instant-text.ts';
import type { TimeWindow } from './day-windows.ts';

interface OccurrenceFilterProps {
  /** "2026-03-29", in `zone`. */
  readonly day: string;
  readonly zone: string;
  /** More than one when a day has too many occurrences for one list. */
  readonly parts: readonly TimeWindow[];
  readonly part: TimeWindow | null;
  readonly onDay: (day: string) => void;
  readonly onPart: (from: number) => void;
}

/** Chooses a day, and a part of a day with many occurrences. */
export function OccurrenceFilter({ day, zone, parts, part, onDay, onPart }: OccurrenceFilterProps) {
  return (
    <Group gap={6} role="search" align="center">
      <ActionIcon
        variant="default"
        size={36}
        aria-label="Previous day"
        onClick={() => onDay(shifted(day, -1))}
      >
        <IconChevronLeft size={16} stroke={1.8} />
      </ActionIcon>
      <InputField
        type="date"
        label={`Day (${zone})`}
        value={day}
        onChange={(event) => onDay(event.currentTarget.value)}
      />
      <ActionIcon variant="default" size={36} aria-label="Next day" onClick={() => onDay(shifted(day, 1))}>
        <IconChevronRight size={16} stroke={1.8} />
      </ActionIcon>
      {parts.length > 1 && (
        <SelectField
          label="Part of the day"
          choices={parts.map(({ from, to }) => ({
            value: String(from),
            label: `${timeOfDayText(from, zone)} to ${timeOfDayText(to, zone)}`,
          }))}
          value={String(part?.from ?? '')}
          onChange={(from) => onPart(Number(from))}
        />
      )}
    </Group>
  );
}

/** The date this many days later; a date has no zone. */
function shifted(day: string, days: number): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(at) ? day : new Date(at + days * 86_400_000).toISOString().slice(0, 10);
}
