import { createBrowserRouter, Navigate } from 'react-router';
import { ExecutionPage } from './features/executions/detail/execution-page.tsx';
import { ExecutionsPage } from './features/executions/table/executions-page.tsx';
import { JobsPage } from './features/jobs/jobs-page.tsx';
import { RunnersPage } from './features/runners/runners-page.tsx';
import { SchedulePage } from './features/schedules/detail/schedule-page.tsx';
import { NewSchedulePage } from './features/schedules/form/new-schedule-page.tsx';
import { SchedulesPage } from './features/schedules/table/schedules-page.tsx';
import { Missing } from './shell/missing.tsx';
import { Shell } from './shell/shell.tsx';

/** The pages. The mount path is what the server wrote into the base element. */
export function createRouter() {
  const basename = new URL(document.baseURI).pathname.replace(/\/$/, '') || '/';
  return createBrowserRouter(
    [
      {
        element: <Shell />,
        children: [
          { index: true, element: <Navigate to="/schedules" replace /> },
          { path: 'schedules', element: <SchedulesPage /> },
          { path: 'schedules/new', element: <NewSchedulePage /> },
          { path: 'schedules/:id', element: <SchedulePage /> },
          { path: 'executions', element: <ExecutionsPage /> },
          { path: 'executions/:id', element: <ExecutionPage /> },
          { path: 'jobs', element: <JobsPage /> },
          { path: 'runners', element: <RunnersPage /> },
          { path: '*', element: <Missing /> },
        ],
      },
    ],
    { basename },
  );
}
