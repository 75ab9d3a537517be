import type { RegisteredJob } from '../jobs/job-registry.ts';

/** A job with what its last runs tell of the next: whether it will take a place, and how long it will hold its turn. */
export class PacedJob {
  readonly job: RegisteredJob;
  /** True if its last run ended in its own turn. */
  endsAtOnce = false;
  /** How long its function held its turn; the last runs count most. */
  turnMs = 0;

  constructor(job: RegisteredJob) {
    this.job = job;
  }

  /** `ms`: how long this run's function held its turn. */
  ran(ms: number, hasEnded: boolean): void {
    this.endsAtOnce = hasEnded;
    this.turnMs = (this.turnMs + ms) / 2;
  }
}
