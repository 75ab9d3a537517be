import type { ExecutionDto } from '@zenpulse/contract';
import { Button, CopyButton, Group, Text, Title } from '@mantine/core';
import { visibleText } from '@zenpulse/core/domain';
import type { ReactNode } from 'react';
import classes from './execution-error.module.css';
import { applicationFrames, errorTitle, framesOf } from './stack-text.ts';

interface ExecutionErrorProps {
  readonly execution: ExecutionDto;
  /** How often the error occurred. */
  readonly note?: ReactNode;
}

/** The error with its stack, and the job's output; nothing if there is neither. */
export function ExecutionError({ execution, note }: ExecutionErrorProps) {
  const { exceptionType, exceptionMessage, traceback, output } = execution;
  const hasError = exceptionType !== null || exceptionMessage !== null || traceback !== null;
  const frames = framesOf(execution);
  const own = applicationFrames(frames);
  return (
    <>
      {hasError && (
        <Block title="Error" copied={traceback ?? ''} label="Stack">
          <Text fw={600} c="var(--zp-fail)" className={classes['message'] ?? ''}>
            {visibleText(errorTitle(execution))}
          </Text>
          {note}
          {own === '' ? (
            <Lines text={frames} label="Stack" />
          ) : (
            <>
              <Lines text={own} label="Stack in the application" />
              <details className={classes['more']}>
                <summary>Whole stack, with packages and Node</summary>
                <Lines text={frames} label="Stack" />
              </details>
            </>
          )}
        </Block>
      )}
      {output !== null && output !== '' && (
        <Block title="Output" copied={output} label="Output">
          <Lines text={output} label="Output" />
        </Block>
      )}
    </>
  );
}

interface BlockProps {
  readonly title: string;
  readonly label: string;
  /** The text that the button copies, unchanged. */
  readonly copied: string;
  readonly children: ReactNode;
}

function Block({ title, label, copied: value, children }: BlockProps) {
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
    </section>
  );
}

function Lines({ text, label }: { readonly text: string; readonly label: string }) {
  if (text === '') return null;
  return (
    <pre role="region" aria-label={label} tabIndex={0}>
      {visibleText(text)}
    </pre>
  );
}
