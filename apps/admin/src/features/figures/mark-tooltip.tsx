import { Tooltip } from '@mantine/core';
import classes from './mark-tooltip.module.css';

interface MarkTooltipProps {
  readonly text: string;
  /** The place of the mark: a distance from the right edge, in pixels or as a percentage. */
  readonly right: number | string;
}

/** Describes one mark of a drawing, above it. */
export function MarkTooltip({ text, right }: MarkTooltipProps) {
  return (
    <Tooltip label={text} opened>
      <span className={classes['place']} style={{ right }} />
    </Tooltip>
  );
}
