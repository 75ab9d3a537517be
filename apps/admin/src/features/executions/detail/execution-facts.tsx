import type { ExecutionDto } from '@zenpulse/contract';
import { Box, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Facts } from '../../../shell/facts.tsx';
import { durationText } from '../../../time/duration-text.ts';
import { FullInstant } from '../../../time/instant.tsx';
import { HeldBy } from '../held-by.tsx';
import { latenessText } from '../late-text.ts';
import { ORIGIN_WORDS } from '../origin-words.ts';
import { OUTCOME_WORDS } from '../outcome-words.ts';
import { coalescedText, reasonText } from '../reason-text.ts';

/** Who ran it, when, and why it ended so. */
export function ExecutionFacts({ execution }: { readonly execution: ExecutionDto }) {
  const isNeverStarted = execution.status === 'missed' || execution.status === 'skipped';
  const waitedMs = Date.parse(execution.runTime) - Date.parse(execution.scheduledAt);
  const late = latenessText(execution) ?? durationText(Math.max(0, waitedMs));
  const facts: [string, ReactNode][] = [
    ['What happened', <WhatHappened key="what" execution={execution} />],
    [
      execution.origin === 'manual' ? 'Asked for' : 'Due',
      <FullInstant key="due" at={execution.scheduledAt} />,
    ],
    [isNeverStarted ? 'Decided' : 'Started', <FullInstant key="started" at={execution.runTime} />],
    [isNeverStarted ? 'Decided after' : 'Started late by', late],
    ['Took', execution.durationMs === null ? '–' : durationText(execution.durationMs)],
    ['Started by', ORIGIN_WORDS[execution.origin]],
    ['Attempt', execution.attempt],
    ['Host', `${execution.hostname}, process ${execution.pid}`],
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
