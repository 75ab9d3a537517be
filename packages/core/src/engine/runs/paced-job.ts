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

/** The registered jobs by their keys. */
export class PacedJobs {
  readonly #jobOf: (jobKey: string) => RegisteredJob | undefined;
  readonly #known = new Map<string, PacedJob>();

  constructor(jobOf: (jobKey: string) => RegisteredJob | undefined) {
    this.#jobOf = jobOf;
  }

  /** Undefined if it is not registered. */
  of(jobKey: string): PacedJob | undefined {
    const known = this.#known.get(jobKey);
    if (known !== undefined) return known;
    const job = this.#jobOf(jobKey);
    if (job === undefined) return undefined;
    const paced = new PacedJob(job);
    this.#known.set(jobKey, paced);
    return paced;
  }
}
