import { styleNonce } from './content-security.ts';
import { MantineProvider } from '@mantine/core';
import './shell/mantine-styles.ts';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Poller } from './api/poller.ts';
import { createQueryClient } from './api/query-client.ts';
import { PollerContext, startPoller } from './api/use-polling.ts';
import { RouterContext } from './router/hooks.ts';
import { createRouter } from './routes.tsx';
import { colorSchemeManager } from './shell/color-scheme.ts';
import './shell/page.css';
import { Shell } from './shell/shell.tsx';
import { theme } from './shell/theme.ts';
import { Toasts } from './shell/toasts.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element "root"');

const client = createQueryClient(() => poller.hurry());
const poller = new Poller({
  isHidden: () => document.visibilityState === 'hidden',
  onRecovered: () =>
    void client.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' }),
});
startPoller(poller);

const router = createRouter();
// The skeleton in index.html stays until the first page is loaded.
await router.start();

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <PollerContext value={poller}>
        <RouterContext value={router}>
          <MantineProvider
            theme={theme}
            defaultColorScheme="auto"
            colorSchemeManager={colorSchemeManager}
            getStyleNonce={() => styleNonce}
          >
            <Toasts />
            <Shell />
          </MantineProvider>
        </RouterContext>
      </PollerContext>
    </QueryClientProvider>
  </StrictMode>,
);
