import type {
  ActionsDone,
  BlackoutDto,
  BlackoutList,
  ChangePage,
  ErrorBody,
  ErrorGroup,
  ExecutionCount,
  ExecutionDto,
  ExecutionPage,
  ExecutionsDeleted,
  FiringStopped,
  InstallationInfo,
  JobList,
  OccurrenceList,
  Overview,
  Page,
  Preview,
  Receipt,
  Reverted,
  RunAccepted,
  RunnerList,
  RunOutputDto,
  ScheduleCounts,
  ScheduleItem,
  SchedulePage,
  Stats,
  TokenCreated,
  TokenList,
} from '@zenpulse/contract';
import type { ExceptionEntry } from '@zenpulse/core/domain';
import type { z } from 'zod';
import type { AnswerName, ANSWERS } from '../src/openapi/answers.ts';

/** What the handlers answer, by the name in the description. */
interface Answers {
  ActionsDone: ActionsDone;
  Blackout: BlackoutDto;
  BlackoutList: BlackoutList;
  ChangedSchedule: ScheduleItem & { readonly voidedExceptions?: readonly ExceptionEntry[] };
  ChangePage: ChangePage;
  Error: ErrorBody;
  ErrorGroupPage: Page<ErrorGroup>;
  Execution: ExecutionDto;
  ExecutionCount: ExecutionCount;
  ExecutionPage: ExecutionPage;
  ExecutionsDeleted: ExecutionsDeleted;
  FiringStopped: { readonly stopped: FiringStopped | null };
  Info: InstallationInfo;
  JobList: JobList;
  OccurrenceList: OccurrenceList;
  OpenApi: { readonly openapi: string; readonly info: object; readonly paths: object };
  /** A damaged schedule is described as any object: its values are as SQL by hand left them. */
  Overview: Overview & { readonly attention: { readonly damaged: readonly object[] } };
  Preview: Preview;
  Receipt: Receipt;
  Reverted: Reverted;
  RunAccepted: RunAccepted;
  RunnerList: RunnerList;
  RunOutput: RunOutputDto;
  ScheduleCounts: ScheduleCounts;
  ScheduleItem: ScheduleItem;
  SchedulePage: SchedulePage;
  Stats: Stats;
  TokenCreated: TokenCreated;
  TokenList: TokenList;
}

type Described = { readonly [K in AnswerName]: Known<z.output<(typeof ANSWERS)[K]>> };

/** Without the index signature of open objects, and as read-only as the answers. */
type Known<T> = T extends readonly (infer E)[]
  ? readonly Known<E>[]
  : T extends object
    ? { readonly [K in keyof T as string extends K ? never : K]: Known<T[K]> }
    : T;

/** The fields of the answer that the description leaves out, as paths. */
type Undescribed<Answer, Rule> = Answer extends readonly (infer E)[]
  ? Rule extends readonly (infer R)[]
    ? Undescribed<E, R>
    : never
  : Answer extends object
    ? string extends keyof Answer
      ? never
      : { [K in keyof Answer & string]: OfField<Answer[K], Rule, K> }[keyof Answer & string]
    : never;
type OfField<Value, Rule, K extends string> =
  K extends KeysOf<Rule> ? `${K}.${Undescribed<NonNullable<Value>, NonNullable<FieldOf<Rule, K>>>}` : K;
/** Of any member of a union. */
type KeysOf<Rule> = Rule extends unknown ? keyof Rule : never;
type FieldOf<Rule, K> = Rule extends unknown ? (K extends keyof Rule ? Rule[K] : never) : never;

/** Where the description asks for something that the answer does not have. */
type Unanswered = { [K in AnswerName]: Answers[K] extends Described[K] ? never : K }[AnswerName];

interface Differences {
  readonly undescribedAnswer: Exclude<keyof Answers, AnswerName>;
  readonly unknownAnswer: Exclude<AnswerName, keyof Answers>;
  readonly unanswered: Unanswered;
  readonly undescribed: { [K in AnswerName]: `${K}: ${Undescribed<Answers[K], Described[K]>}` }[AnswerName];
}
type Difference = Differences[keyof Differences];

/** True, or what differs. */
export type AnswersAgree = [Difference] extends [never] ? true : Difference;
