import { createBrowserRouter } from 'react-router';
import { Missing } from './shell/missing.tsx';
import { Shell } from './shell/shell.tsx';

/** The pages, each loaded when first opened. The mount path is the base element's, which the server sets. */
export function createRouter() {
  const basename = new URL(document.baseURI).pathname.replace(/\/$/, '') || '/';
  return createBrowserRouter(
    [
      {
        element: <Shell />,
        hydrateFallbackElement: <></>, // the skeleton in index.html stays until the first page is there
        children: [
          {
            index: true,
            lazy: async () => ({
              Component: (await import('./features/overview/overview-page.tsx')).OverviewPage,
            }),
          },
          {
            path: 'schedules',
            lazy: async () => ({
              Component: (await import('./features/schedules/table/schedules-page.tsx')).SchedulesPage,
            }),
          },
          {
            path: 'schedules/new',
            lazy: async () => ({
              Component: (await import('./features/schedules/form/new-schedule-page.tsx')).NewSchedulePage,
            }),
          },
          {
            path: 'schedules/:id',
            lazy: async () => ({
              Component: (await import('./features/schedules/detail/schedule-page.tsx')).SchedulePage,
            }),
            children: [
              {
                index: true,
                lazy: async () => ({
                  Component: (await import('./features/schedules/detail/history-tab.tsx')).HistoryTab,
                }),
              },
              {
                path: 'settings',
                lazy: async () => ({
                  Component: (await import('./features/schedules/detail/settings-tab.tsx')).SettingsTab,
                }),
              },
            ],
          },
          {
            path: 'executions',
            lazy: async () => ({
              Component: (await import('./features/executions/table/executions-page.tsx')).ExecutionsPage,
            }),
          },
          {
            path: 'executions/:id',
            lazy: async () => ({
              Component: (await import('./features/executions/detail/execution-page.tsx')).ExecutionPage,
            }),
          },
          {
            path: 'jobs',
            lazy: async () => ({ Component: (await import('./features/jobs/jobs-page.tsx')).JobsPage }),
          },
          {
            path: 'runners',
            lazy: async () => ({
              Component: (await import('./features/runners/runners-page.tsx')).RunnersPage,
            }),
          },
          { path: '*', element: <Missing /> },
        ],
      },
    ],
    { basename },
  );
}
