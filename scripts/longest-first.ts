import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take half a minute or more, mostly waiting. */
const LONG =
  /(idle-statements-\w+|install|faults|sqlite-away|fields-in-action|sharing-sqlite|histories|isolation|runner\/test\/servers|server-lease|lease-contract|contracts)\.test\.ts$/;

/**
 * The order of one queue for all workers: long files first, so that none is left alone at the end; of the others those of
 * processes, whose waiting the unit tests then fill. Files of a project stay together: a worker keeps its modules only
 * while it goes on with the same project.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rankOf = ({ moduleId, project }: TestSpecification) =>
      (LONG.test(moduleId) ? 0 : 2) + (project.name === 'processes' ? 0 : 1);
    return sorted.toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}
