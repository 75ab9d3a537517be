import { Autocomplete, type AutocompleteProps } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { jobList } from '../../api/installation.ts';

/** A job key: free text, with what the runners have registered offered below it. */
export function JobKeyField(props: AutocompleteProps) {
  const { data } = useQuery(jobList);
  return (
    <Autocomplete
      spellCheck={false}
      autoComplete="off"
      limit={50}
      data={jobKeys(data?.items ?? [])}
      {...props}
    />
  );
}

function jobKeys(jobs: readonly { readonly jobKey: string }[]): string[] {
  return [...new Set(jobs.map((job) => job.jobKey))].sort();
}
