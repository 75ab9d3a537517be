import type { ExecutionDto } from '@zenpulse/contract';
import { errorFingerprint } from '@zenpulse/core/domain';
import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '../../../router/link.tsx';
import { jobErrors } from '../../../api/errors.ts';
import { useOfNow } from '../../../time/clock.ts';
import { clockText } from '../../../time/instant-text.ts';
import { usePageZone } from '../../../time/zone.ts';
import { executionPath } from '../execution-path.ts';

/** "The same error 48 times since 31 Jan, 19:51", with a link to its newest execution; nothing if it occurred once. */
export function SameError({ execution }: { readonly execution: ExecutionDto }) {
  const zone = usePageZone();
  const { data } = useQuery(jobErrors(execution.jobKey));
  const fingerprint = errorFingerprint(execution);
  const group = data?.items.find((one) => one.fingerprint === fingerprint);
  const since = useOfNow((now) =>
    group === undefined ? '' : clockText(Date.parse(group.firstAt), zone, now),
  );
  if (group === undefined || group.count < 2) return null;
  const { lastExecutionId } = group;
  return (
    <Text size="sm">
      The same error {group.count.toLocaleString('en-GB')} times since {since}.{' '}
      {lastExecutionId !== null && lastExecutionId !== execution.id && (
        <Anchor component={Link} size="sm" to={executionPath(lastExecutionId)}>
          View the newest
        </Anchor>
      )}
    </Text>
  );
}
