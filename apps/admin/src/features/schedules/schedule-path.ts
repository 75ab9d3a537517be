/** The address of a schedule: its history, its settings, or its changes. */
export function schedulePath(id: string, tab: '' | 'settings' | 'changes' = ''): string {
  return `/schedules/${encodeURIComponent(id)}${tab === '' ? '' : `/${tab}`}`;
}
