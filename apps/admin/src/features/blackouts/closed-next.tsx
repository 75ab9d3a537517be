import type { BlackoutDefinition } from '@zenpulse/core/domain';
import { useOfNow } from '../../time/clock.ts';
import { nextClosed } from './next-closed.ts';

interface ClosedNextProps {
  readonly definition: BlackoutDefinition;
  /** How many stretches are named. */
  readonly shown: number;
}

/** When a window is closed in the next 30 days. */
export function ClosedNext({ definition, shown }: ClosedNextProps) {
  const minute = useOfNow((now) => Math.floor(now / 60_000) * 60_000);
  const { texts, more } = nextClosed(definition, minute, shown);
  return (
    <div className="zp-lines">
      {texts.length === 0 ? 'never' : texts.join('\n')}
      {more > 0 && `\nand ${more} more`}
    </div>
  );
}
