import type { NotificationData } from '@mantine/notifications';
import { IconCheck, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { failureMessage } from '../api/api-error.ts';

type Shown = Omit<NotificationData, 'message'> & { readonly message?: ReactNode };

/** Shows a notification. Its code is loaded by then: `Toasts` loads it with the first key or click. */
export function notify(data: Shown): void {
  void import('./notifications.ts').then(({ notifications }) => notifications.show(complete(data)), ignore);
}

/** Changes one that is shown, by its `id`. */
export function renotify(data: Shown): void {
  void import('./notifications.ts').then(({ notifications }) => notifications.update(complete(data)), ignore);
}

/** Takes one away. */
export function unnotify(id: string): void {
  void import('./notifications.ts').then(({ notifications }) => notifications.hide(id), ignore);
}

export function notifyDone(title: string, message: ReactNode = null): void {
  notify({ title, message, icon: <IconCheck size={18} /> });
}

export function notifyFailure(title: string, error: unknown): void {
  notify({
    title,
    message: failureMessage(error),
    color: 'red',
    icon: <IconX size={18} />,
    autoClose: 10_000,
  });
}

function complete(data: Shown): NotificationData {
  return {
    withBorder: true,
    closeButtonProps: { 'aria-label': 'Close' },
    ...data,
    message: data.message ?? null,
  };
}

/** The server is away: the page says so by itself. */
function ignore(): void {}
