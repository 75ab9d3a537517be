import type { Route } from './router/match.ts';
import { Router } from './router/router.ts';
import { LoadFailed } from './shell/load-failed.tsx';
import { Missing } from './shell/missing.tsx';

const loadSchedule = async () => (await import('./features/schedules/detail/schedule-page.tsx')).SchedulePage;

/** The pages, each loaded when first opened. */
const routes: readonly Route[] = [
  { path: '/', load: async () => (await import('./features/overview/overview-page.tsx')).OverviewPage },
  {
    path: '/schedules',
    load: async () => (await import('./features/schedules/table/schedules-page.tsx')).SchedulesPage,
  },
  {
    path: '/schedules/new',
    load: async () => (await import('./features/schedules/form/new-schedule-page.tsx')).NewSchedulePage,
  },
  {
    path: '/schedules/:id',
    load: loadSchedule,
    loadPart: async () => (await import('./features/schedules/detail/history-tab.tsx')).HistoryTab,
  },
  {
    path: '/schedules/:id/settings',
    load: loadSchedule,
    loadPart: async () => (await import('./features/schedules/detail/settings-tab.tsx')).SettingsTab,
  },
  {
    path: '/schedules/:id/changes',
    load: loadSchedule,
    loadPart: async () => (await import('./features/schedules/detail/changes-tab.tsx')).ChangesTab,
  },
  {
    path: '/executions',
    load: async () => (await import('./features/executions/table/executions-page.tsx')).ExecutionsPage,
  },
  {
    path: '/executions/:id',
    load: async () => (await import('./features/executions/detail/execution-page.tsx')).ExecutionPage,
  },
  { path: '/changes', load: async () => (await import('./features/changes/changes-page.tsx')).ChangesPage },
  {
    path: '/blackouts',
    load: async () => (await import('./features/blackouts/blackouts-page.tsx')).BlackoutsPage,
  },
  { path: '/tokens', load: async () => (await import('./features/tokens/tokens-page.tsx')).TokensPage },
  { path: '/jobs', load: async () => (await import('./features/jobs/jobs-page.tsx')).JobsPage },
  { path: '/runners', load: async () => (await import('./features/runners/runners-page.tsx')).RunnersPage },
];

/** The mount path is the base element's, which the server sets. */
export function createRouter(): Router {
  const base = new URL(document.baseURI).pathname.replace(/\/$/, '');
  return new Router({ base, routes, missing: Missing, failed: LoadFailed });
}
