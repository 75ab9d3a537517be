import { Alert, List, Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { failureMessage, ConnectionError } from '../../../api/api-error.ts';
import { triggerPreview } from '../../../api/schedules.ts';
import { fieldLabel } from './field-labels.ts';
import { triggerFieldIssues } from './form-issues.ts';
import type { FormValues } from './form-values.ts';
import { NextRuns } from './next-runs.tsx';
import { previewBody } from './schedule-body.ts';

const PAUSE_MS = 250;

interface PreviewPanelProps {
  readonly values: FormValues;
  /** The row as it is saved; null for a new one. */
  readonly row: Readonly<Record<string, unknown>> | null;
}

/** What the trigger means in words, and its next runs: asked of the code that the runner uses. */
export function PreviewPanel({ values, row }: PreviewPanelProps) {
  const issues = triggerFieldIssues(values);
  const asked = issues.length > 0 ? null : JSON.stringify(previewBody(values, row));
  const [settled] = useDebouncedValue(asked, PAUSE_MS);
  const { data, error, isPlaceholderData } = useQuery(
    triggerPreview(settled === null ? null : JSON.parse(settled)),
  );
  return (
    <Stack component="section" className="zp-card" p="lg" gap="sm" aria-label="Preview">
      <Title order={2}>Preview</Title>
      {issues.length > 0 && (
        <Alert color="red" title="Not yet: this must be right first">
          <List size="sm" spacing={2}>
            {issues.map(({ path, message }) => (
              <List.Item key={path}>
                <strong>{fieldLabel(path)}</strong>: {message}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
      {issues.length === 0 && error && !(error instanceof ConnectionError) && (
        <Alert color="red">{failureMessage(error)}</Alert>
      )}
      {issues.length === 0 && data && (
        <Stack gap="sm" opacity={isPlaceholderData ? 0.5 : 1}>
          <Text fw={600} role="status">
            {data.description}
          </Text>
          {data.warnings.map((warning) => (
            <Alert key={warning} color="yellow" icon={<IconInfoCircle />} p="xs">
              {warning}
            </Alert>
          ))}
          <NextRuns runs={data.runs} zone={values.timezone} />
          {!values.enabled && (
            <Text size="sm" c="dimmed">
              It is off: none of these happens until it is enabled.
            </Text>
          )}
        </Stack>
      )}
    </Stack>
  );
}
