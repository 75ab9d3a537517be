import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { now, useNow } from '../../../time/clock.ts';
import { awayText } from '../../../time/ago-text.ts';
import { instantText, offsetText } from '../../../time/instant-text.ts';
import { instantOfWall, wallOfInstant } from '../../../time/wall-time.ts';

export interface WhenDialogProps {
  readonly title: string;
  /** What follows from it. */
  readonly lead: string;
  /** "Until", "Run at": before the zone. */
  readonly label: string;
  /** In which the time is typed. */
  readonly zone: string;
  /** What the fields begin with; in epoch milliseconds. */
  readonly initialAt: number;
  readonly initialReason?: string | null;
  /** Times that are asked for often. */
  readonly presets?: readonly { readonly label: string; readonly at: number }[];
  /** What happens then: "Resumes". */
  readonly verb: string;
  /** The button. */
  readonly action: string;
  readonly isBusy?: boolean;
  /** Why the server refused it. */
  readonly error?: string | undefined;
  /** `at` in ISO. */
  readonly onAnswer: (at: string, reason: string) => void;
  readonly onClose: () => void;
}

/** Asks for a time in a zone, and for a reason. */
export function WhenDialog(props: WhenDialogProps) {
  const { title, lead, label, zone, presets = [], verb, action, isBusy = false, error } = props;
  const { initialAt, initialReason, onAnswer, onClose } = props;
  const [wall, setWall] = useState(() => wallOfInstant(initialAt, zone));
  const [reason, setReason] = useState(initialReason ?? '');
  const [isSubmitted, setSubmitted] = useState(false);
  const at = instantOfWall(wall, zone);
  const problem = problemOf(at, useNow());
  const send = () => {
    setSubmitted(true);
    if (at !== null && problemOf(at, now()) === null) onAnswer(new Date(at).toISOString(), reason.trim());
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
            {lead}
          </Text>
          <TextInput
            type="datetime-local"
            label={`${label} (${zone})`}
            value={wall}
            onChange={(event) => setWall(event.currentTarget.value)}
            error={isSubmitted ? problem : null}
            data-autofocus
          />
          {presets.length > 0 && (
            <Group gap={6} role="group" aria-label="Common times">
              {presets.map((preset) => (
                <Button
                  key={preset.label}
                  size="compact-xs"
                  variant="default"
                  onClick={() => setWall(wallOfInstant(preset.at, zone))}
                >
                  {preset.label}
                </Button>
              ))}
            </Group>
          )}
          <Text size="sm" role="status">
            {at === null || problem !== null ? ' ' : <InFull verb={verb} at={at} zone={zone} />}
          </Text>
          <TextInput
            label="Reason"
            description="Optional; shown beside it"
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {error !== undefined && (
            <Alert color="red" role="alert">
              {error}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={isBusy}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface InFullProps {
  readonly verb: string;
  readonly at: number;
  readonly zone: string;
}

function InFull({ verb, at, zone }: InFullProps) {
  const now = useNow();
  return (
    <>
      {verb} {awayText(at, now)}: {instantText(at, zone)} {offsetText(at, zone)}
    </>
  );
}

function problemOf(at: number | null, now: number): string | null {
  if (at === null) return 'Use a date and a time';
  return at <= now ? 'Use a time in the future' : null;
}
