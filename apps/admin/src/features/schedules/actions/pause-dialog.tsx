import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { now, useNow } from '../../../time/clock.ts';
import { awayText } from '../../../time/ago-text.ts';
import { instantText, offsetText } from '../../../time/instant-text.ts';
import { instantOfWall, wallOfInstant } from '../../../time/wall-time.ts';
import { pausePresets } from './pause-presets.ts';

export interface PauseDialogProps {
  /** "Pause mail.send", "Pause 12 schedules" */
  readonly title: string;
  /** In which the end is typed. */
  readonly zone: string;
  /** The pause that it is in, which is changed; `until` in ISO. */
  readonly current?: { readonly until: string; readonly reason: string | null };
  readonly onPause: (until: string, reason: string) => void;
  readonly onClose: () => void;
}

/** Asks until when, and why. */
export function PauseDialog({ title, zone, current, onPause, onClose }: PauseDialogProps) {
  const presets = pausePresets(now(), zone);
  const [wall, setWall] = useState(() =>
    wallOfInstant(current === undefined ? (presets[0]?.at ?? now()) : Date.parse(current.until), zone),
  );
  const [reason, setReason] = useState(current?.reason ?? '');
  const [isSubmitted, setSubmitted] = useState(false);
  const at = instantOfWall(wall, zone);
  const problem = problemOf(at, useNow());
  const send = () => {
    setSubmitted(true);
    if (at !== null && problemOf(at, now()) === null) onPause(new Date(at).toISOString(), reason.trim());
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={<Text fw={650}>{title}</Text>}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            Nothing runs until then, and what is due meanwhile is not made up for. It resumes by itself.
          </Text>
          <TextInput
            type="datetime-local"
            label={`Until (${zone})`}
            value={wall}
            onChange={(event) => setWall(event.currentTarget.value)}
            error={isSubmitted ? problem : null}
            data-autofocus
          />
          <Group gap={6} role="group" aria-label="Common times">
            {presets.map(({ label, at: end }) => (
              <Button
                key={label}
                size="compact-xs"
                variant="default"
                onClick={() => setWall(wallOfInstant(end, zone))}
              >
                {label}
              </Button>
            ))}
          </Group>
          <Text size="sm" role="status">
            {at === null || problem !== null ? ' ' : <Until at={at} zone={zone} />}
          </Text>
          <TextInput
            label="Reason"
            description="Shown beside the pause, and kept in its record"
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit">Pause</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Until({ at, zone }: { readonly at: number; readonly zone: string }) {
  const now = useNow();
  return (
    <>
      Resumes {awayText(at, now)}: {instantText(at, zone)} {offsetText(at, zone)}
    </>
  );
}

function problemOf(at: number | null, now: number): string | null {
  if (at === null) return 'Use a date and a time';
  return at <= now ? 'Use a time in the future' : null;
}
