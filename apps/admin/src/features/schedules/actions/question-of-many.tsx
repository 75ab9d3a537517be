import { List, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Confirm } from '../../../shell/confirm.tsx';
import { schedulesText, titleText, type ScheduleAction } from './action-words.ts';
import type { Asked } from './use-act-on-many.ts';

interface QuestionProps {
  /** Null: nothing is asked. */
  readonly question: Asked | null;
  readonly onAnswer: () => void;
  readonly onDismiss: () => void;
}

const NAMES_SHOWN = 10;
/** The number of so many is typed before they are deleted. */
const TYPED_FROM = 50;

/** Confirms what cannot be undone or deletes, and what a filter finds another number of by now. */
export function QuestionOfMany({ question, onAnswer, onDismiss }: QuestionProps) {
  // While the dialog fades out it shows what it asked.
  const [shown, setShown] = useState<Asked | null>(null);
  const isOpen = question !== null && (question.action !== 'pause' || question.countedBefore !== null);
  if (isOpen && question !== shown) setShown(question);
  if (shown === null) return null;
  return <Question key={shown.count} {...{ isOpen, asked: shown, onAnswer, onDismiss }} />;
}

interface OpenedProps extends Pick<QuestionProps, 'onAnswer' | 'onDismiss'> {
  readonly isOpen: boolean;
  readonly asked: Asked;
}

function Question({ isOpen, asked, onAnswer, onDismiss }: OpenedProps) {
  const { action, count, countedBefore, names } = asked;
  const [typed, setTyped] = useState('');
  const isTyped = action === 'delete' && count >= TYPED_FROM;
  return (
    <Confirm
      isOpen={isOpen}
      title={`${titleText(action, count)}?`}
      action={titleText(action, count)}
      tone={action === 'delete' ? 'danger' : 'plain'}
      isBusy={false}
      isDisabled={isTyped && typed.replace(/[\s,.]/g, '') !== String(count)}
      onConfirm={onAnswer}
      onCancel={onDismiss}
    >
      {countedBefore !== null && (
        <Text size="sm" mb="xs" fw={600}>
          The filter finds {schedulesText(count)} now; when you chose, it found{' '}
          {countedBefore.toLocaleString('en-GB')}. Nothing has been done yet.
        </Text>
      )}
      {EFFECTS[action] ?? ''}
      <Names names={names} />
      {isTyped && (
        <TextInput
          mt="md"
          label={`Type ${count} to confirm`}
          inputMode="numeric"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
    </Confirm>
  );
}

const EFFECTS: Partial<Readonly<Record<ScheduleAction, string>>> = {
  run: 'Each runs once, now, with its current settings, also those that are disabled or paused. This cannot be undone.',
  delete:
    'No further run of them starts. Runs in progress finish, and past executions are kept. For ten seconds this can be undone.',
};

function Names({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  const more = names.length - NAMES_SHOWN;
  return (
    <List size="sm" mt="xs">
      {names.slice(0, NAMES_SHOWN).map((name) => (
        <List.Item key={name}>{name}</List.Item>
      ))}
      {more > 0 && <List.Item>and {more.toLocaleString('en-GB')} more</List.Item>}
    </List>
  );
}
