import type { RecentOccurrence } from '@zenpulse/contract';
import { OUTCOMES } from '@zenpulse/core/domain';
import { useShownZone } from '../../time/zone.ts';
import './bars.css';
import { MarkTooltip } from './mark-tooltip.tsx';
import { occurrenceText, outcomesText } from './occurrence-text.ts';
import classes from './occurrence-strip.module.css';
import { HEIGHT, indexAt, markX, pathOf, STEP, STRIP_LENGTH } from './strip-marks.ts';
import { useWalk } from './use-walk.ts';

interface OccurrenceStripProps {
  /** The schedule's name. */
  readonly name: string;
  readonly zone: string;
  /** Oldest first, at most 60. */
  readonly occurrences: readonly RecentOccurrence[];
  readonly onOpen: (occurrence: RecentOccurrence) => void;
}

/** The last outcomes as marks, the newest at the right; a narrow frame shows only the newest. */
export function OccurrenceStrip(props: OccurrenceStripProps) {
  return props.occurrences.length === 0 ? <span className="zp-dimmed">–</span> : <Marks {...props} />;
}

const WIDTH = STRIP_LENGTH * STEP;

function Marks({ name, zone: own, occurrences, onOpen }: OccurrenceStripProps) {
  const zone = useShownZone(own);
  const count = occurrences.length;
  const outcomes = occurrences.map(({ status }) => status);
  const textOf = (index: number) => {
    const occurrence = occurrences[index];
    return occurrence === undefined ? '' : occurrenceText(occurrence, zone);
  };
  const { props, active } = useWalk({
    count,
    label: `Last ${count} outcomes of ${name}: ${outcomesText(occurrences)}`,
    textOf,
    indexAt: (fromRight) => indexAt(WIDTH - fromRight, count),
    onOpen: (index) => {
      const occurrence = occurrences[index];
      if (occurrence !== undefined) onOpen(occurrence);
    },
  });
  return (
    <div className={classes['strip']} {...props}>
      <div className={classes['frame']}>
        <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden className="zp-bars">
          {active !== null && (
            <rect
              className={classes['chosen']}
              x={markX(active, count) - 1}
              width={STEP + 1}
              height={HEIGHT}
            />
          )}
          {OUTCOMES.filter((status) => outcomes.includes(status)).map((status) => (
            <path key={status} data-status={status} d={pathOf(status, outcomes)} />
          ))}
        </svg>
      </div>
      {active !== null && (
        <MarkTooltip key={active} text={textOf(active)} right={WIDTH - markX(active, count) - STEP + 2} />
      )}
    </div>
  );
}
