/** The pages of the navigation. */
export const PAGES = [
  { to: '/', label: 'Overview' },
  { to: '/schedules', label: 'Schedules' },
  { to: '/executions', label: 'Executions' },
  { to: '/jobs', label: 'Jobs' },
  { to: '/runners', label: 'Runners' },
  { to: '/blackouts', label: 'Blackout windows' },
  { to: '/changes', label: 'Changes' },
  { to: '/tokens', label: 'Tokens' },
] as const;
