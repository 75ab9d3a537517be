import { jobThreadsContract, threadContractJobs } from '../contracts/job-threads-contract.ts';
import { createMemoryJobThreads } from './memory-job-threads.ts';

jobThreadsContract('memory', async () => {
  const threads = createMemoryJobThreads(2, threadContractJobs);
  return { threads, close: () => threads.close() };
});
