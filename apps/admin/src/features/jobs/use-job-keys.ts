import { useQuery } from '@tanstack/react-query';
import { jobList } from '../../api/installation.ts';

/** The keys of all registered jobs, sorted. */
export function useJobKeys(): string[] {
  const { data } = useQuery({ ...jobList, staleTime: STALE_MS });
  return [...new Set(data?.items.map((job) => job.jobKey))].sort();
}

/** Jobs change only when a runner starts with other code. */
const STALE_MS = 60_000;
