import { figuresStoreContract } from '../contracts/figures-store-contract.ts';
import { createMemoryFiguresStore } from './memory-figures-store.ts';
import { createMemoryStatsStore } from './memory-stats-store.ts';

figuresStoreContract('memory', async () => {
  const figures = createMemoryFiguresStore();
  return { figures, stats: createMemoryStatsStore(figures), close: async () => undefined };
});
