import type { ExecutionDto } from '@zenpulse/contract';
import { Button, CopyButton, Group, Text, Title } from '@mantine/core';
import { visibleText } from '@zenpulse/core/domain';
import type { ReactNode } from 'react';
import classes from './execution-error.module.css';
import { errorTitle, framesOf } from './stack-text.ts';

/** The error with its stack, and the job's output; nothing if there is neither. */
export function ExecutionError({ execution }: { readonly execution: ExecutionDto }) {
  const { exceptionType, exceptionMessage, traceback, output } = execution;
  const hasError = exceptionType !== null || exceptionMessage !== null || traceback !== null;
  return (
    <>
      {hasError && (
        <TextBlock title="Error" text={framesOf(execution)} copied={traceback ?? ''} label="Stack">
          <Text fw={600} c="var(--zp-fail)" className={classes['message'] ?? ''}>
            {visibleText(errorTitle(execution))}
          </Text>
        </TextBlock>
      )}
      {output !== null && output !== '' && (
        <TextBlock title="Output" text={output} copied={output} label="Output" />
      )}
    </>
  );
}

interface TextBlockProps {
  readonly title: string;
  readonly label: string;
  readonly text: string;
  /** The text that the button copies, unchanged. */
  readonly copied: string;
  readonly children?: ReactNode;
}

function TextBlock({ title, label, text, copied: value, children }: TextBlockProps) {
  return (
    <section className={`zp-card ${classes['block']}`}>
      <Group justify="space-between">
        <Title order={2}>{title}</Title>
        {value !== '' && (
          <CopyButton value={value}>
            {({ copied, copy }) => (
              <Button size="compact-xs" variant="default" onClick={copy}>
                {copied ? 'Copied' : `Copy ${label.toLowerCase()}`}
              </Button>
            )}
          </CopyButton>
        )}
      </Group>
      {children}
      {text !== '' && (
        <pre role="region" aria-label={label} tabIndex={0}>
          {visibleText(text)}
        </pre>
      )}
    </section>
  );
}
