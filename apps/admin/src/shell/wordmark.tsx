import { Group, Text } from '@mantine/core';

/** The name beside a pulse that comes to rest. */
export function Wordmark() {
  return (
    <Group gap={10} wrap="nowrap">
      <svg viewBox="0 0 32 32" width="28" height="28" fill="none" aria-hidden>
        <rect width="32" height="32" rx="9" fill="var(--mantine-color-pine-8)" />
        <path
          d="M5.5 17h5.2l2.6-7.5 5 14 3-6.5h5.2"
          stroke="#fff"
          strokeWidth="2.6"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      <Text fw={680} fz={17} lts="-0.015em">
        ZenPulse
      </Text>
    </Group>
  );
}
