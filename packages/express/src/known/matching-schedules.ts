import { caselessMatcher } from '@zenpulse/core/domain';
import type { Clock, ScheduleQuery, ScheduleTest } from '@zenpulse/core/ports';
import type { CountedIds, CountedSets } from './counted-ids.ts';
import { inSlices } from './in-slices.ts';
import type { KnownSchedule } from './known-schedule.ts';

export type ScheduleFilter = Pick<ScheduleQuery, 'search' | 'enabled' | 'triggerType' | 'logPolicy' | 'test'>;
type Matcher = (one: KnownSchedule) => boolean;

export interface MatchingDeps {
  readonly counted: Pick<CountedIds, 'sets'>;
  readonly clock: Pick<Clock, 'monotonic' | 'yieldTo'>;
}

export function isFiltered({ search, enabled, triggerType, logPolicy, test }: ScheduleFilter): boolean {
  const hasSearch = search !== undefined && search !== '';
  return hasSearch || [enabled, triggerType, logPolicy, test].some((value) => value !== undefined);
}

/** Those that the filter matches, in the same order: no statement, except where counters have changed. */
export async function matchingSchedules(
  schedules: Iterable<KnownSchedule>,
  filter: ScheduleFilter,
  { counted, clock }: MatchingDeps,
): Promise<readonly KnownSchedule[]> {
  const matches = await matcherOf(filter, counted);
  const found: KnownSchedule[] = [];
  await inSlices(schedules, clock, (one) => {
    if (matches(one)) found.push(one);
  });
  return found;
}

async function matcherOf(
  { search, enabled, triggerType, logPolicy, test }: ScheduleFilter,
  counted: Pick<CountedIds, 'sets'>,
): Promise<Matcher> {
  const contains = search === undefined || search === '' ? null : caselessMatcher(search);
  const passes =
    test === undefined ? null : passing(test, test.by === 'counters' ? await counted.sets() : null);
  return (one) =>
    (enabled === undefined || one.enabled === enabled) &&
    (triggerType === undefined || one.triggerType === triggerType) &&
    (logPolicy === undefined || one.logPolicy === logPolicy) &&
    (passes === null || passes(one)) &&
    (contains === null || contains(one.jobKey) || contains(one.variant));
}

/** The rules of `testCondition` in the store's SQL. */
export function passing(test: ScheduleTest, sets: CountedSets | null): Matcher {
  switch (test.by) {
    case 'disabled':
      return ({ enabled }) => !enabled;
    case 'paused':
      return ({ pausedUntil }) => pausedUntil !== null && pausedUntil > test.at;
    case 'job': {
      const registered = new Set(test.noneOf);
      return ({ jobKey }) => !registered.has(jobKey);
    }
    case 'ids': {
      const ids = new Set(test.ids);
      return ({ id }) => ids.has(id);
    }
    case 'changed':
      throw new Error('no list asks for the rows that have changed');
    case 'counters':
      break;
  }
  const says = sets?.[test.counted] ?? new Set<string>();
  const judged = new Set(test.judged);
  const passes = new Set(test.passing);
  const isOfEnabled = test.counted === 'failing';
  return ({ id, enabled }) =>
    (enabled || !isOfEnabled) && (passes.has(id) || (says.has(id) && !judged.has(id)));
}
