import { notifications } from '@mantine/notifications';
import { IconCheck, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { failureMessage } from '../api/api-error.ts';

export function notifyDone(title: string, message: ReactNode = null): void {
  notifications.show({ title, message, icon: <IconCheck size={18} />, withBorder: true });
}

export function notifyFailure(title: string, error: unknown): void {
  notifications.show({
    title,
    message: failureMessage(error),
    color: 'red',
    icon: <IconX size={18} />,
    withBorder: true,
    autoClose: 10_000,
  });
}
