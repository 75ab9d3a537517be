import type { OccurrenceList, ScheduleItem } from '@zenpulse/contract';
import { isTimeZone } from '@zenpulse/core/domain';
import { Alert, Box, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from '../../../router/hooks.ts';
import { occurrenceList } from '../../../api/schedules.ts';
import { usePolling } from '../../../api/use-polling.ts';
import { Failure } from '../../../shell/failure.tsx';
import { TableSkeleton } from '../../../table/table-skeleton.tsx';
import { now, useOfNow } from '../../../time/clock.ts';
import { useShownZone } from '../../../time/zone.ts';
import { chosenPart, dayOfInstant, dayWindow, windowsOf } from './day-windows.ts';
import { OccurrenceFilter } from './occurrence-filter.tsx';
import { OccurrenceTable } from './occurrence-table.tsx';

const OCCURRENCES_MS = 30_000;

/** What happened to each occurrence of a day; by default today's. */
export function OccurrencesSection({ item }: { readonly item: ScheduleItem }) {
  const isDamaged = item.problems.length > 0;
  const zone = useShownZone(isTimeZone(item.timezone) ? item.timezone : 'UTC');
  const today = useOfNow((at) => dayOfInstant(at, zone));
  const wanted = wantedOccurrence(useSearchParams()[0]);
  const [day, setDay] = useState(wanted === null ? today : dayOfInstant(wanted, zone));
  const whole = dayWindow(day, zone);
  const parts = whole === null ? [] : isDamaged ? [whole] : windowsOf(item, whole);
  const [part, setPart] = useState(
    () => parts.find(({ from, to }) => wanted !== null && from <= wanted && wanted < to)?.from ?? null,
  );
  const range = chosenPart(parts, part, now());
  const list = occurrenceList(item.id, range);
  const { data, error, isLoading, refetch } = useQuery(list);
  const isOver = range === null || range.to <= now();
  usePolling(list.queryKey, isOver ? false : OCCURRENCES_MS);
  return (
    <Box component="section" aria-label="Run history">
      <Group justify="space-between" align="flex-end" mb="sm" gap="sm">
        <div>
          <Title order={2}>Run history</Title>
          <Text size="sm" c="dimmed" mt={2}>
            Newest first.{data !== undefined && ` ${countersText(data.counters)}`}
          </Text>
        </div>
        <OccurrenceFilter
          day={day}
          zone={zone}
          parts={parts}
          part={range}
          onDay={(next) => {
            setDay(next);
            setPart(null);
          }}
          onPart={setPart}
        />
      </Group>
      <Stack gap="xs" mb={data?.notes.length ? 'sm' : 0}>
        {data?.notes.map((note) => (
          <Alert key={note} color="gray" p="sm">
            {note}
          </Alert>
        ))}
      </Stack>
      {isLoading && <TableSkeleton />}
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {range === null && <Nothing text="Choose a day." />}
      {data?.items.length === 0 && !isDamaged && <Nothing text="No runs were due on this day." />}
      {data !== undefined && data.items.length > 0 && (
        <OccurrenceTable key={range?.from} list={data} zone={zone} wanted={wanted} />
      )}
    </Box>
  );
}

/** The occurrence that the address names, in epoch milliseconds: `?at=2026-01-31T08:30:00.000Z`. */
function wantedOccurrence(params: URLSearchParams): number | null {
  const at = Date.parse(params.get('at') ?? '');
  return Number.isNaN(at) ? null : at;
}

function Nothing({ text }: { readonly text: string }) {
  return (
    <Text size="sm" c="dimmed" className="zp-card" p="lg">
      {text}
    </Text>
  );
}

function countersText({ runs, failures, missed, skipped }: OccurrenceList['counters']): string {
  return `Since it was created: ${runs} runs, ${failures} failed, ${missed} missed, ${skipped} skipped.`;
}
