import { hashKey, useQueryClient, type QueryClient, type QueryKey } from '@tanstack/react-query';
import { createContext, use, useEffect, useRef } from 'react';
import { topicsOf } from './event-topics.ts';
import { Live } from './live.ts';
import { reportOutput } from './output-events.ts';
import { Poller } from './poller.ts';

/** The page's poller. */
export const PollerContext = createContext(new Poller({ isHidden: () => true }));

/** Starts the poller for `document`'s tab, and the server's events while it is visible. Returns a function that stops both. */
export function startPoller(poller: Poller): () => void {
  const live = new Live({
    onEvent: (kind) => {
      if (kind === 'output') reportOutput();
      else poller.changed(kind);
    },
    onState: (state) => poller.setLive(state === 'live'),
  });
  const follow = () => (document.visibilityState === 'hidden' ? live.stop() : live.start());
  const changed = () => {
    follow();
    poller.visibilityChanged();
  };
  document.addEventListener('visibilitychange', changed);
  window.addEventListener('online', changed);
  poller.start();
  follow();
  return () => {
    document.removeEventListener('visibilitychange', changed);
    window.removeEventListener('online', changed);
    live.stop();
    poller.stop();
  };
}

type Refresh = (client: QueryClient) => Promise<unknown>;

/**
 * Keeps a query fresh while the component is on the page; with `everyMs` false it is fetched once. `refresh` replaces
 * the normal refetch.
 */
export function usePolling(queryKey: QueryKey, everyMs: number | false, refresh?: Refresh): void {
  const client = useQueryClient();
  const poller = use(PollerContext);
  const hash = hashKey(queryKey);
  const latest = useRef({ queryKey, refresh });
  latest.current = { queryKey, refresh };
  useEffect(() => {
    if (everyMs === false) return undefined;
    return poller.watch({
      everyMs,
      topics: topicsOf(latest.current.queryKey),
      updatedAt: () => client.getQueryState(latest.current.queryKey)?.dataUpdatedAt ?? 0,
      refresh: () => {
        const { queryKey: key, refresh: own } = latest.current;
        return own?.(client) ?? client.refetchQueries({ queryKey: key, exact: true, type: 'active' });
      },
    });
  }, [client, poller, hash, everyMs]);
}
