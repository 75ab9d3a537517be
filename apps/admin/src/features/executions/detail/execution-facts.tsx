import type { ExecutionDto } from '@zenpulse/contract';
import { Box, Text } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import { Facts } from '../../../shell/facts.tsx';
import { Name } from '../../../shell/name.tsx';
import { durationText } from '../../../time/duration-text.ts';
import { FullInstant } from '../../../time/instant.tsx';
import { HeldBy } from '../held-by.tsx';
import { latenessText } from '../late-text.ts';
import { ORIGIN_WORDS } from '../origin-words.ts';
import { OUTCOME_WORDS } from '../outcome-words.ts';
import { coalescedText, reasonText } from '../reason-text.ts';

/** When and where the execution ran, and why it ended as it did. */
export function ExecutionFacts({ execution }: { readonly execution: ExecutionDto }) {
  const isNeverStarted = execution.status === 'missed' || execution.status === 'skipped';
  const waitedMs = Date.parse(execution.runTime) - Date.parse(execution.scheduledAt);
  // A retry starts after a pause, so the time since its occurrence is no delay; only its own record has that.
  const waited = execution.attempt === 1 ? durationText(Math.max(0, waitedMs)) : '–';
  const late = latenessText(execution) ?? waited;
  const facts: [string, ReactNode][] = [
    ['Details', <WhatHappened key="what" execution={execution} />],
    [
      execution.origin === 'manual' ? 'Requested' : 'Due',
      <FullInstant key="due" at={execution.scheduledAt} />,
    ],
    [isNeverStarted ? 'Recorded' : 'Started', <FullInstant key="started" at={execution.runTime} />],
    [isNeverStarted ? 'Recorded after' : 'Started late by', late],
    ['Duration', execution.durationMs === null ? '–' : durationText(execution.durationMs)],
    ['Trigger', ORIGIN_WORDS[execution.origin]],
    ['Attempt', execution.attempt],
    [
      'Host',
      <Fragment key="host">
        <Name>{execution.hostname}</Name>, process {execution.pid}
      </Fragment>,
    ],
  ];
  if (execution.variant !== '') facts.push(['Variant', execution.variant]);
  return (
    <Box className="zp-card" p="lg">
      <Facts label="Facts" facts={facts} />
    </Box>
  );
}

function WhatHappened({ execution }: { readonly execution: ExecutionDto }) {
  return (
    <>
      <Text size="sm">{reasonText(execution) ?? OUTCOME_WORDS[execution.status].meaning}</Text>
      {(execution.reason === 'max-instances' || execution.reason === 'runner-full') && (
        <Text size="sm">
          <HeldBy heldBy={execution.heldBy} />
        </Text>
      )}
      {execution.coalescedCount > 1 && <Text size="sm">{coalescedText(execution.coalescedCount)}</Text>}
    </>
  );
}
