import type { OutputLineDto } from '@zenpulse/contract';
import { memo, useLayoutEffect, useRef } from 'react';
import { preciseTimeText } from '../../../time/instant-text.ts';
import { usePageZone } from '../../../time/zone.ts';
import { lineText } from './output-text.ts';
import classes from './output.module.css';

/** So far from the end, in pixels, still counts as the end. */
const NEAR_PX = 24;

interface OutputLinesProps {
  readonly lines: readonly OutputLineDto[];
  /** True: the newest line stays in view. */
  readonly isFollowing: boolean;
  /** The reader scrolled to the end, or away from it. */
  readonly onFollow: (isFollowing: boolean) => void;
}

/** The lines of a job's output. Not announced as they come: a job may write a hundred a second. */
export function OutputLines({ lines, isFollowing, onFollow }: OutputLinesProps) {
  const list = useRef<HTMLOListElement>(null);
  useLayoutEffect(() => {
    const { current } = list;
    if (isFollowing && current !== null) current.scrollTop = current.scrollHeight;
  }, [lines, isFollowing]);
  return (
    <ol
      ref={list}
      className={classes['lines']}
      aria-label="Output"
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) =>
        onFollow(scrollHeight - scrollTop - clientHeight < NEAR_PX)
      }
    >
      {lines.map((line) => (
        <Line key={line.seq} line={line} />
      ))}
    </ol>
  );
}

const Line = memo(function Line({ line }: { readonly line: OutputLineDto }) {
  const zone = usePageZone();
  return (
    <li data-level={line.level}>
      <time dateTime={line.at}>{preciseTimeText(Date.parse(line.at), zone)}</time>
      <span className={classes['level']}>{line.level}</span>
      <span className={classes['text']}>{lineText(line)}</span>
    </li>
  );
});
