// Loaded when something is to be notified: see `notify.tsx`.
import '@mantine/notifications/styles.layer.css';
export { Notifications, notifications } from '@mantine/notifications';
