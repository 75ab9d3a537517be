import { Spotlight, spotlight } from '@mantine/spotlight';
import '@mantine/spotlight/styles.layer.css';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useNavigate } from '../router/hooks.ts';
import { foundSchedules } from '../api/schedules.ts';
import { scheduleName } from '../features/schedules/schedule-name.ts';
import { schedulePath } from '../features/schedules/schedule-path.ts';
import { PAGES } from './pages.ts';

const PAUSE_MS = 150;

/** Goes to a page or a schedule by a part of its name. Opens when it is first rendered, and each time `opened` grows. */
export function Palette({ opened }: { readonly opened: number }) {
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const [settled] = useDebouncedValue(query.trim(), PAUSE_MS);
  const { data } = useQuery(foundSchedules(settled));
  useEffect(() => spotlight.open(), [opened]);
  const action = (id: string, label: string, to: string) => ({ id, label, onClick: () => void navigate(to) });
  const wanted = query.trim().toLowerCase();
  const pages = PAGES.filter(({ label }) => label.toLowerCase().includes(wanted));
  const schedules = settled === '' ? [] : (data?.items ?? []);
  const groups = [
    { group: 'Pages', actions: pages.map(({ to, label }) => action(to, label, to)) },
    {
      group: 'Schedules',
      actions: schedules.map((item) => action(item.id, scheduleName(item), schedulePath(item.id))),
    },
  ].filter(({ actions }) => actions.length > 0);
  return (
    <Spotlight
      actions={groups}
      query={query}
      onQueryChange={setQuery}
      // The server has filtered them.
      filter={(_query, actions) => actions}
      shortcut={null}
      nothingFound="Nothing found"
      highlightQuery
      searchProps={{
        leftSection: <IconSearch size={18} stroke={1.7} aria-hidden />,
        placeholder: 'Go to a page or a schedule',
        'aria-label': 'Go to a page or a schedule',
        onKeyDown: (event) =>
          event.key === 'Enter' && openFirst(event.currentTarget.closest('[role="dialog"]')),
      }}
    />
  );
}

/** Results that came later than the text have no chosen one. */
function openFirst(dialog: Element | null): void {
  if (dialog?.querySelector('[data-selected]') !== null) return;
  dialog.querySelector<HTMLElement>('[data-action]')?.click();
}
