import { Button, Center, Code, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useEffect } from 'react';

/** Shown instead of every page while the server answers 401. */
export function Locked() {
  useEffect(() => {
    document.title = 'Sign in required · ZenPulse';
  }, []);
  return (
    <Center component="main" mih="100vh" p="lg">
      <Stack align="center" maw={440} ta="center" gap="md">
        <ThemeIcon size={52} radius="xl" variant="light" aria-hidden>
          <IconLock size={26} stroke={1.7} />
        </ThemeIcon>
        <Title order={1}>Sign in required</Title>
        <Text c="dimmed">
          When the application started, it printed a link to this page with a token in it. Open that link
          once, and this browser stays signed in. The link looks like this:
        </Text>
        <Code block>{`${new URL(document.baseURI).href}?token=…`}</Code>
        <Button variant="default" onClick={() => window.location.reload()}>
          Try again
        </Button>
      </Stack>
    </Center>
  );
}
