import { Alert, Button, Group, Modal, Text } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';

export interface ConfirmProps {
  readonly isOpen: boolean;
  readonly title: string;
  /** The label of the button: "Delete send_report". */
  readonly action: string;
  /** The label of the other button. */
  readonly dismissal?: string;
  /** `danger`, the default, for what cannot be undone. */
  readonly tone?: 'danger' | 'plain';
  readonly isBusy: boolean;
  readonly isDisabled?: boolean;
  readonly error?: string | undefined;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

/** The dialog of a question. It is mounted closed, so that the focus returns to where it was. */
export function ConfirmDialog(props: ConfirmProps) {
  const { isOpen, title, action, dismissal = 'Cancel', tone = 'danger', isBusy, isDisabled = false } = props;
  const { error, onConfirm, onCancel, children } = props;
  const [isShown, setShown] = useState(false);
  useEffect(() => setShown(isOpen), [isOpen]);
  return (
    <Modal
      opened={isShown}
      onClose={onCancel}
      title={<Text fw={650}>{title}</Text>}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Text size="sm" component="div">
        {children}
      </Text>
      {error !== undefined && (
        <Alert color="red" mt="md" role="alert">
          {error}
        </Alert>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onCancel} data-autofocus>
          {dismissal}
        </Button>
        <Button
          {...(tone === 'danger' && { color: 'red' })}
          loading={isBusy}
          disabled={isDisabled}
          onClick={onConfirm}
        >
          {action}
        </Button>
      </Group>
    </Modal>
  );
}
