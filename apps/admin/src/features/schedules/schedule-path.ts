/** The address of a schedule: its history, or its settings. */
export function schedulePath(id: string, tab: '' | 'settings' = ''): string {
  return `/schedules/${encodeURIComponent(id)}${tab === '' ? '' : `/${tab}`}`;
}
