import type { TokenCreated } from '@zenpulse/contract';
import { visibleText } from '@zenpulse/core/domain';
import { Alert, Button, Group, Stack, TextInput } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useRef, useState } from 'react';

interface TokenSecretProps {
  readonly token: TokenCreated;
  readonly onClose: () => void;
}

/** The secret of a new token, which nothing keeps. */
export function TokenSecret({ token, onClose }: TokenSecretProps) {
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<'no' | 'yes' | 'refused'>('no');
  const copy = () => {
    field.current?.select();
    // Undefined over plain http, whatever the type says.
    const clipboard = navigator.clipboard as Clipboard | undefined;
    if (clipboard === undefined) return setCopied('refused');
    return void clipboard.writeText(token.secret).then(
      () => setCopied('yes'),
      () => setCopied('refused'),
    );
  };
  return (
    <Stack gap="md">
      <Alert color="yellow" title="Copy it now">
        It is shown only this once: the database has no more than its hash.
      </Alert>
      <TextInput
        ref={field}
        label={`Token of ${visibleText(token.name)}`}
        description="Sent as Authorization: Bearer TOKEN"
        value={token.secret}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
        classNames={{ input: 'zp-mono' }}
      />
      {copied === 'refused' && (
        <Alert color="yellow" role="alert">
          This browser does not let the page copy. The token is selected: copy it with the keyboard.
        </Alert>
      )}
      <Group justify="flex-end">
        <Button
          leftSection={
            copied === 'yes' ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />
          }
          onClick={copy}
          data-autofocus
        >
          {copied === 'yes' ? 'Copied' : 'Copy'}
        </Button>
        <Button variant="default" onClick={onClose}>
          Done
        </Button>
      </Group>
    </Stack>
  );
}
