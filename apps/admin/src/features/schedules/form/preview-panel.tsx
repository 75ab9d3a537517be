import { Alert, List, Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { failureMessage, isInBanner } from '../../../api/api-error.ts';
import { triggerPreview } from '../../../api/schedules.ts';
import { isRuleAlone, triggerOfPreview, type PreviewedFields } from './continued-runs.ts';
import { EffectsOfSaving } from './effects-of-saving.tsx';
import { fieldLabel } from './field-labels.ts';
import { triggerFieldIssues } from './form-issues.ts';
import type { FormValues } from './form-values.ts';
import { NextRuns } from './next-runs.tsx';
import { previewBody } from './schedule-body.ts';

const PAUSE_MS = 250;

interface PreviewPanelProps {
  readonly values: FormValues;
  /** True if the field itself already shows its issue. */
  readonly isShownAtField: (path: string) => boolean;
  /** The saved row; null for a new schedule. */
  readonly row: Readonly<Record<string, unknown>> | null;
}

/** The trigger in words and its next runs, computed by the server with the runner's own code. */
export function PreviewPanel({ values, isShownAtField, row }: PreviewPanelProps) {
  const issues = triggerFieldIssues(values);
  const asked =
    issues.length > 0 ? null : JSON.stringify({ ...previewBody(values, row), scheduleId: row?.['id'] });
  const [settled] = useDebouncedValue(asked, PAUSE_MS);
  const body = useMemo(() => (settled === null ? null : (JSON.parse(settled) as PreviewedFields)), [settled]);
  const { data, error, isPlaceholderData, dataUpdatedAt } = useQuery(triggerPreview(body));
  const isKnown = !isPlaceholderData && isRuleAlone(row);
  const trigger = useMemo(
    () => (isKnown ? triggerOfPreview(body, data?.runs[0]) : null),
    [body, data, isKnown],
  );
  return (
    <Stack component="section" className="zp-card" p="lg" gap="sm" aria-label="Preview">
      <Title order={2}>Preview</Title>
      {issues.length > 0 && (
        <Alert color="red">
          The next runs appear here when these fields are valid:
          <List size="sm" spacing={2}>
            {issues.map(({ path, message }) => (
              <List.Item key={path}>
                <strong>{fieldLabel(path)}</strong>
                {!isShownAtField(path) && `: ${message}`}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
      {issues.length === 0 && error && !isInBanner(error) && (
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
          <EffectsOfSaving preview={data} zone={values.timezone} askedAt={dataUpdatedAt} />
          <NextRuns runs={data.runs} trigger={trigger} zone={values.timezone} />
          {!values.enabled && (
            <Text size="sm" c="dimmed">
              The schedule is disabled: these runs start only when it is enabled.
            </Text>
          )}
        </Stack>
      )}
    </Stack>
  );
}
