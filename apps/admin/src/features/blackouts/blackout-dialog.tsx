import type { BlackoutDto } from '@zenpulse/contract';
import { isTimeZone } from '@zenpulse/core/domain';
import { Alert, Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ApiError, failureMessage } from '../../api/api-error.ts';
import { blackoutList, putBlackout } from '../../api/blackouts.ts';
import { installationInfo } from '../../api/installation.ts';
import { SCHEDULES_KEY } from '../../api/schedules.ts';
import { notifyDone } from '../../shell/notify.tsx';
import { SuggestedField } from '../../shell/suggested-field.tsx';
import { selectableZones } from '../../time/zone.ts';
import { ClosedNext } from './closed-next.tsx';
import { readWindow, typedWindow, type TypedWindow } from './typed-window.ts';

const ZONES = selectableZones();

interface BlackoutDialogProps {
  /** Null: a new one. */
  readonly window: BlackoutDto | null;
  readonly taken: readonly string[];
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** The form of a blackout window, with what it means for the next 30 days. */
export function BlackoutDialog({ window, isOpen, onClose, taken }: BlackoutDialogProps) {
  const [isShown, setShown] = useState(false);
  useEffect(() => setShown(isOpen), [isOpen]);
  return (
    <Modal
      opened={isShown}
      onClose={onClose}
      size="lg"
      title={<Text fw={650}>{window === null ? 'New blackout window' : `Edit ${window.name}`}</Text>}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Form window={window} taken={taken} onClose={onClose} />
    </Modal>
  );
}

function Form({ window, taken, onClose }: Omit<BlackoutDialogProps, 'isOpen'>) {
  const client = useQueryClient();
  const { data: zone = 'UTC' } = useQuery({ ...installationInfo, select: ({ timezone }) => timezone });
  const [name, setName] = useState(window?.name ?? '');
  const [typed, setTyped] = useState<TypedWindow>(
    window === null ? { timezone: zone, dates: '', weekly: '' } : typedWindow(window),
  );
  const change = (part: Partial<TypedWindow>) => setTyped((before) => ({ ...before, ...part }));
  const { definition, datesIssue, weeklyIssue } = readWindow(typed);
  const isTaken = window === null && taken.includes(name.trim());
  const isReadable = datesIssue === null && weeklyIssue === null && !isTaken;
  const saving = useMutation({
    mutationFn: () => putBlackout(name.trim(), definition),
    onSuccess: (saved) => {
      onClose();
      notifyDone(`Saved ${saved.name}`);
      void client.invalidateQueries({ queryKey: blackoutList.queryKey });
      void client.invalidateQueries({ queryKey: SCHEDULES_KEY });
    },
  });
  const isEmpty = definition.dates.length + definition.weekly.length === 0;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isReadable) saving.mutate();
      }}
    >
      <Stack gap="md">
        <TextInput
          label="Name"
          description="Schedules refer to it by this name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={isTaken ? 'There is a window with this name' : undefined}
          readOnly={window !== null}
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
        />
        <SuggestedField
          label="Time zone"
          suggestions={ZONES}
          value={typed.timezone}
          onChange={(event) => change({ timezone: event.currentTarget.value })}
        />
        <Lines
          label="Dates"
          description="One a line: 2026-12-24, or 2026-12-24T18:00 to 2027-01-02. A date at the end is included."
          value={typed.dates}
          issue={datesIssue}
          onChange={(dates) => change({ dates })}
        />
        <Lines
          label="Hours of the week"
          description="One a line: mon-fri 22:00-06:00, or sat, sun 00:00-24:00. An end before the start is on the next day."
          value={typed.weekly}
          issue={weeklyIssue}
          onChange={(weekly) => change({ weekly })}
        />
        {isReadable && !isEmpty && isTimeZone(definition.timezone) && (
          <div>
            <Text size="sm" fw={550}>
              Closed in the next 30 days
            </Text>
            <Text size="sm" component="div">
              <ClosedNext definition={definition} shown={5} />
            </Text>
          </div>
        )}
        {saving.error !== null && (
          <Alert color="red" role="alert" title="Not saved">
            {saving.error instanceof ApiError && saving.error.issues.length > 0
              ? saving.error.issues.map(({ path, message }) => <div key={path}>{`${path}: ${message}`}</div>)
              : failureMessage(saving.error)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={saving.isPending} disabled={!isReadable}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface LinesProps {
  readonly label: string;
  readonly description: string;
  readonly value: string;
  readonly issue: string | null;
  readonly onChange: (value: string) => void;
}

function Lines({ label, description, value, issue, onChange }: LinesProps) {
  return (
    <Textarea
      label={label}
      description={description}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={issue}
      classNames={{ input: 'zp-mono' }}
      autosize
      minRows={2}
      maxRows={10}
      spellCheck={false}
    />
  );
}
