/** The runners' reports of this long decide how often one is expected. */
const REMEMBERED_MS = 120_000;
/** As the server judges a runner by its heartbeat (`seen-runners.ts`); and a little more, so that it has judged. */
const SILENT_GAPS = 2.5;
const MIN_SILENCE_MS = 5_000;
const MARGIN_MS = 1_500;

/**
 * When the runners' reports are missing: they come as events with each heartbeat, and a death is no event. All instants
 * in epoch milliseconds.
 */
export class ReportRhythm {
  #heard: number[] = [];
  #isNoticed = false;

  heard(at: number): void {
    this.#heard = [...this.#heard.filter((one) => at - one <= REMEMBERED_MS), at];
    this.#isNoticed = false;
  }

  forget(): void {
    this.#heard = [];
  }

  /** When a report is overdue: by then the server considers a runner dead. Null if that is not known, or was noticed. */
  silentAt(): number | null {
    const last = this.#heard.at(-1);
    if (last === undefined || this.#heard.length < 2 || this.#isNoticed) return null;
    const gaps = this.#heard.slice(1).map((at, index) => at - (this.#heard[index] ?? at));
    return last + Math.max(MIN_SILENCE_MS, Math.max(...gaps) * SILENT_GAPS) + MARGIN_MS;
  }

  /** True once for each silence. */
  noticeSilence(now: number): boolean {
    const at = this.silentAt();
    if (at === null || now < at) return false;
    this.#isNoticed = true;
    return true;
  }
}
