import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take a minute or more, mostly waiting. */
const LONG =
  /(idle-statements-\w+|install|faults|simulation-\w+|sqlite-away|fields-in-action|sharing-sqlite|runner\/test\/servers)\.test\.ts$/;

/** Starts long files first, so that none is left alone at the end of a run. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => LONG.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
