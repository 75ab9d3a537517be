import type { ExecutionDto } from '@zenpulse/contract';
import { ActionIcon } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '../../../router/link.tsx';
import { executionNeighbours } from '../../../api/executions.ts';
import { executionPath } from '../execution-path.ts';
import { Tip } from '../../../shell/tip.tsx';

/** Links to the executions of the same schedule before and after this one. */
export function Neighbours({ execution }: { readonly execution: ExecutionDto }) {
  const { data } = useQuery(executionNeighbours(execution));
  return (
    <>
      <Step label="Previous execution" id={data?.previous ?? null} Icon={IconChevronLeft} />
      <Step label="Next execution" id={data?.next ?? null} Icon={IconChevronRight} />
    </>
  );
}

interface StepProps {
  readonly label: string;
  readonly id: string | null;
  readonly Icon: typeof IconChevronLeft;
}

function Step({ label, id, Icon }: StepProps) {
  const icon = <Icon size={18} stroke={1.8} aria-hidden />;
  if (id === null) {
    return (
      <ActionIcon size={36} variant="default" aria-label={label} disabled>
        {icon}
      </ActionIcon>
    );
  }
  return (
    <Tip label={label}>
      <ActionIcon size={36} variant="default" aria-label={label} component={Link} to={executionPath(id)}>
        {icon}
      </ActionIcon>
    </Tip>
  );
}
