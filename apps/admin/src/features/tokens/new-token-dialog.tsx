import type { Role, TokenCreated } from '@zenpulse/contract';
import { Alert, Button, Group, Modal, NativeSelect, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ApiError, failureMessage } from '../../api/api-error.ts';
import { createToken, tokenList } from '../../api/tokens.ts';
import { now } from '../../time/clock.ts';
import { TokenSecret } from './token-secret.tsx';

const DAY_MS = 86_400_000;
const ENDS = [
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
  { value: 'never', label: 'Never' },
];
const ROLES: readonly { readonly value: Role; readonly label: string; readonly description: string }[] = [
  { value: 'viewer', label: 'Viewer', description: 'Reads everything but tokens, changes nothing.' },
  { value: 'operator', label: 'Operator', description: 'Also runs, cancels, pauses and skips.' },
  { value: 'admin', label: 'Admin', description: 'Also creates, edits and deletes schedules.' },
];

interface NewTokenDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Asks what a token may do, makes it, and shows its secret once. */
export function NewTokenDialog({ isOpen, onClose }: NewTokenDialogProps) {
  const [created, setCreated] = useState<TokenCreated | null>(null);
  const [isShown, setShown] = useState(false);
  useEffect(() => setShown(isOpen), [isOpen]);
  const isSecretShown = created !== null;
  return (
    <Modal
      opened={isShown}
      onClose={onClose}
      // The secret is not lost by a click beside it.
      closeOnClickOutside={!isSecretShown}
      closeOnEscape={!isSecretShown}
      title={<Text fw={650}>{isSecretShown ? 'The new token' : 'New token'}</Text>}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {created === null ? (
        <Form onCreated={setCreated} onClose={onClose} />
      ) : (
        <TokenSecret token={created} onClose={onClose} />
      )}
    </Modal>
  );
}

interface FormProps {
  readonly onCreated: (token: TokenCreated) => void;
  readonly onClose: () => void;
}

function Form({ onCreated, onClose }: FormProps) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [end, setEnd] = useState('90');
  const making = useMutation({
    mutationFn: () => {
      const expiresAt = end === 'never' ? null : new Date(now() + Number(end) * DAY_MS).toISOString();
      return createToken({ name: name.trim(), role, expiresAt });
    },
    onSuccess: (token) => {
      onCreated(token);
      void client.invalidateQueries({ queryKey: tokenList.queryKey });
    },
  });
  const nameIssue = issueOf(making.error, 'name');
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        making.mutate();
      }}
    >
      <Stack gap="md">
        <TextInput
          label="Name"
          description="The program that uses it, such as ci.deploy"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={nameIssue}
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
        <Radio.Group
          label="Role"
          value={role}
          onChange={(value) => setRole(ROLES.find((one) => one.value === value)?.value ?? 'viewer')}
        >
          <Stack gap="xs" mt={6}>
            {ROLES.map((one) => (
              <Radio key={one.value} {...one} />
            ))}
          </Stack>
        </Radio.Group>
        <NativeSelect
          label="Expires"
          data={ENDS}
          value={end}
          onChange={(event) => setEnd(event.currentTarget.value)}
        />
        {making.error !== null && nameIssue === undefined && (
          <Alert color="red" role="alert" title="Not made">
            {failureMessage(making.error)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={making.isPending}>
            Make the token
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function issueOf(error: unknown, path: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  if (error.code === 'token_exists') return error.message;
  return error.issues.find((issue) => issue.path === path)?.message;
}
