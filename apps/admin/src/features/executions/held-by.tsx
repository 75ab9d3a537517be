import { Anchor } from '@mantine/core';
import { Fragment } from 'react';
import { Link } from '../../router/link.tsx';
import { executionPath } from './execution-path.ts';
import { shortRunId } from './short-run-id.ts';

interface HeldByProps {
  /** The runs that held the slots when this one was skipped; null if not recorded. */
  readonly heldBy: readonly string[] | null;
}

/** "Held by run …1a2b3c4d, run …5e6f7a8b.": each a link to the run. */
export function HeldBy({ heldBy }: HeldByProps) {
  if (heldBy === null || heldBy.length === 0) return <>Which run held its slot is not recorded.</>;
  return (
    <>
      {'Held by '}
      {heldBy.map((runId, index) => (
        <Fragment key={runId}>
          {index > 0 && ', '}
          <Anchor
            component={Link}
            to={executionPath(runId)}
            size="sm"
            title={runId}
            aria-label={`run ${shortRunId(runId)}, which held the slot`}
          >
            run {shortRunId(runId)}
          </Anchor>
        </Fragment>
      ))}
      .
    </>
  );
}
