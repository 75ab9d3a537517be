import type { ExecutionDto } from '@zenpulse/contract';
import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '../../../router/link.tsx';
import { occurrenceAttempts } from '../../../api/executions.ts';
import { durationText } from '../../../time/duration-text.ts';
import { executionPath } from '../execution-path.ts';
import { OutcomeBadge } from '../outcome-badge.tsx';
import classes from './attempts.module.css';

/** The attempts of the same occurrence, the first at the left; nothing if there was only one. */
export function Attempts({ execution }: { readonly execution: ExecutionDto }) {
  const { data } = useQuery(occurrenceAttempts(execution));
  const attempts = data?.items.toSorted((a, b) => a.attempt - b.attempt) ?? [];
  if (attempts.length < 2) return null;
  return (
    <nav className={`zp-card ${classes['attempts']}`} aria-label="Attempts">
      <ol>
        {attempts.map(({ id, attempt, status, durationMs }) => (
          <li key={id}>
            <Link to={executionPath(id)} {...(id === execution.id && { 'aria-current': 'page' })}>
              <Group gap={8}>
                <Text size="sm" span>
                  Attempt {attempt}
                </Text>
                <OutcomeBadge status={status} />
                {durationMs !== null && (
                  <Text size="xs" c="dimmed" span>
                    {durationText(durationMs)}
                  </Text>
                )}
              </Group>
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}
