import type { Overview, OverviewLane, OverviewRun } from '@zenpulse/contract';
import { Anchor } from '@mantine/core';
import { Link } from '../../router/link.tsx';
import { useNow } from '../../time/clock.ts';
import { durationText } from '../../time/duration-text.ts';
import { offsetText, shortInstantText, timeOfDayText } from '../../time/instant-text.ts';
import { usePageZone } from '../../time/zone.ts';
import { OUTCOME_WORDS } from '../executions/outcome-words.ts';
import '../figures/bars.css';
import { MarkTooltip } from '../figures/mark-tooltip.tsx';
import { useOpenOccurrence } from '../figures/open-occurrence.ts';
import { useWalk } from '../figures/use-walk.ts';
import { scheduleName } from '../schedules/schedule-name.ts';
import { schedulePath } from '../schedules/schedule-path.ts';
import { gapsOf, marksOf, nearestMark, SPAN_MS, type LaneGap, type LaneMark } from './timeline-lanes.ts';
import classes from './timeline.module.css';

/** A step of the axis: the timeline does not move each second. */
const TICK_MS = 10_000;

/** The last hour and the next on one axis, a lane for each schedule. */
export function Timeline({
  lanes,
  running,
}: {
  readonly lanes: Overview['timeline'];
  readonly running: Overview['running'];
}) {
  const now = Math.floor(useNow() / TICK_MS) * TICK_MS;
  const zone = usePageZone();
  return (
    <div className={classes['timeline']}>
      {lanes.map((lane) => (
        <Lane key={lane.scheduleId} lane={lane} running={running} now={now} />
      ))}
      <div className={classes['lane']} aria-hidden>
        <span />
        <div className={classes['axis']}>
          <span>{timeOfDayText(now - SPAN_MS, zone)}</span>
          <span>now</span>
          <span>{timeOfDayText(now + SPAN_MS, zone)}</span>
        </div>
      </div>
    </div>
  );
}

interface LaneProps {
  readonly lane: OverviewLane;
  readonly running: readonly OverviewRun[];
  readonly now: number;
}

function Lane({ lane, running, now }: LaneProps) {
  const name = scheduleName(lane);
  const marks = marksOf(lane, running, now);
  return (
    <div className={classes['lane']}>
      <Anchor
        component={Link}
        to={schedulePath(lane.scheduleId)}
        size="sm"
        c="inherit"
        className={classes['name'] ?? ''}
        title={name}
      >
        {name}
      </Anchor>
      {marks.length === 0 ? (
        <div className={classes['track']} />
      ) : (
        <Track lane={lane} name={name} marks={marks} gaps={gapsOf(lane, now)} />
      )}
    </div>
  );
}

interface TrackProps {
  readonly lane: OverviewLane;
  readonly name: string;
  readonly marks: readonly LaneMark[];
  readonly gaps: readonly LaneGap[];
}

function Track({ lane, name, marks, gaps }: TrackProps) {
  const zone = usePageZone();
  const open = useOpenOccurrence(lane.scheduleId);
  const textOf = (index: number) => {
    const mark = marks[index];
    return mark === undefined ? '' : markText(mark, zone);
  };
  const { props, active } = useWalk({
    count: marks.length,
    label: [`The last and the next hour of ${name}`, ...gaps.map((gap) => gapText(gap, zone))].join(', '),
    textOf,
    indexAt: (fromRight, width) => nearestMark(marks, 1 - fromRight / width),
    onOpen: (index) => {
      const mark = marks[index];
      if (mark === undefined || mark.kind === 'next' || mark.kind === 'running') return;
      open({ scheduledAt: new Date(mark.at).toISOString(), origin: 'schedule' });
    },
  });
  const chosen = active === null ? undefined : marks[active];
  return (
    <div className={classes['track']} {...props}>
      <svg viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden className="zp-bars">
        {[...new Set(marks.map(({ kind }) => kind))].map((kind) => (
          <path
            key={kind}
            className={classes['mark']}
            data-kind={kind}
            data-status={kind}
            d={marks.map((mark) => (mark.kind === kind ? shapeOf(mark) : '')).join('')}
          />
        ))}
        {chosen !== undefined && <path className={classes['mark']} data-chosen="true" d={shapeOf(chosen)} />}
      </svg>
      {gaps.map((gap) => (
        <span
          key={gap.side}
          className={classes['gap']}
          data-side={gap.side}
          style={{ left: `${gap.from * 100}%`, width: `${(gap.to - gap.from) * 100}%` }}
          title={gapText(gap, zone)}
          aria-hidden
        >
          {gapText(gap, zone)}
        </span>
      ))}
      {active !== null && chosen !== undefined && (
        <MarkTooltip
          key={active}
          text={textOf(active)}
          right={`${(1 - Math.min(1, Math.max(0, (chosen.from + chosen.to) / 2))) * 100}%`}
        />
      )}
    </div>
  );
}

function gapText({ side, at }: LaneGap, zone: string): string {
  const time = timeOfDayText(at, zone);
  return side === 'past' ? `not shown before ${time}` : `not shown after ${time}`;
}

/** What went wrong is higher than the rest, and what comes is low. */
function shapeOf({ kind, from, to }: LaneMark): string {
  const height = kind === 'next' ? 6 : kind === 'success' || kind === 'running' ? 12 : 20;
  const [left, right] = [Math.max(0, from * 1000), Math.min(1000, to * 1000)];
  return `M${left.toFixed(1)} ${(20 - height) / 2}h${(right - left).toFixed(1)}v${height}h-${(right - left).toFixed(1)}z`;
}

function markText({ kind, at, durationMs }: LaneMark, zone: string): string {
  const word = kind === 'next' ? 'Due' : kind === 'running' ? 'Running since' : OUTCOME_WORDS[kind].label;
  const took = durationMs === null ? '' : `, after ${durationText(durationMs)}`;
  return `${word} ${shortInstantText(at, zone)} ${offsetText(at, zone)}${took}`;
}
