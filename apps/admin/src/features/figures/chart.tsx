import type { ReactNode } from 'react';
import { dayText, shortInstantText } from '../../time/instant-text.ts';
import { usePageZone } from '../../time/zone.ts';
import { marksIn, marksPath, type ChartMark } from './chart-marks.ts';
import type { Slot, Step } from './chart-slots.ts';
import classes from './chart.module.css';
import './bars.css';
import { MarkTooltip } from './mark-tooltip.tsx';
import { useWalk } from './use-walk.ts';

interface ChartProps {
  readonly label: string;
  readonly slots: readonly Slot[];
  readonly step: Step;
  readonly textOf: (slot: Slot) => string;
  readonly onOpen?: (slot: Slot) => void;
  /** Thin lines, described with the slot in which they are. */
  readonly marks?: readonly ChartMark[];
  /** Shapes in a box of one unit a slot by 100. */
  readonly children: ReactNode;
}

/** A chart over hours or days: the pointer or the arrow keys describe one, a click or Enter opens it. */
export function Chart({ label, slots, step, textOf, onOpen, marks = [], children }: ChartProps) {
  const zone = usePageZone();
  const { length: count } = slots;
  const slotAt = (index: number) => slots[index] ?? slots[0];
  const { props, active } = useWalk({
    count,
    label,
    textOf: (index) => {
      const slot = slotAt(index);
      if (slot === undefined) return '';
      return [textOf(slot), ...marksIn(marks, slot, step).map((mark) => mark.text)].join('\n');
    },
    indexAt: (fromRight, width) =>
      Math.max(0, Math.min(count - 1, Math.floor((1 - fromRight / width) * count))),
    onOpen: (index) => {
      const slot = slotAt(index);
      if (slot !== undefined) onOpen?.(slot);
    },
  });
  const [first, last] = [slots[0], slots.at(-1)];
  const text = (at: number) =>
    step === 'day' ? dayText(at, 'UTC') : shortInstantText(at, zone).replace(/:00$/, '');
  return (
    <div>
      <div className={classes['chart']} {...props}>
        <svg viewBox={`0 0 ${count} 100`} preserveAspectRatio="none" aria-hidden className="zp-bars">
          {active !== null && <rect className={classes['chosen']} x={active} width={1} height={100} />}
          {children}
          {marks.length > 0 && <path className={classes['mark']} d={marksPath(marks, slots, step)} />}
        </svg>
        {active !== null && (
          <MarkTooltip
            key={active}
            text={props['aria-valuetext']}
            right={`${(1 - (active + 0.5) / count) * 100}%`}
          />
        )}
      </div>
      {first !== undefined && last !== undefined && (
        <div className={classes['axis']} aria-hidden>
          <span>{text(first.at)}</span>
          <span>{text(last.at)}</span>
        </div>
      )}
    </div>
  );
}
