import { useState } from 'react';
import { TipBox } from '../../shell/tip.tsx';
import classes from './mark-tooltip.module.css';

interface MarkTooltipProps {
  readonly text: string;
  /** The place of the mark: a distance from the right edge, in pixels or as a percentage. */
  readonly right: number | string;
}

/** Describes one mark of a drawing, above it. */
export function MarkTooltip({ text, right }: MarkTooltipProps) {
  const [place, setPlace] = useState<Element | null>(null);
  return (
    <>
      <span ref={setPlace} className={classes['place']} style={{ right }} />
      {place !== null && <TipBox anchor={place} label={<span className="zp-lines">{text}</span>} />}
    </>
  );
}
