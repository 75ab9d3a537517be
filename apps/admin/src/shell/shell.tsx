import { AppShell, Burger, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet } from 'react-router';
import { useConnection } from '../api/connection.ts';
import { Banners } from './banners.tsx';
import { ColorSchemeControl } from './color-scheme-control.tsx';
import { InstallationNote } from './installation-note.tsx';
import { Locked } from './locked.tsx';
import { Navigation } from './navigation.tsx';
import classes from './shell.module.css';
import { Tools } from './tools.tsx';
import { Wordmark } from './wordmark.tsx';
import { ZoneControl } from './zone-control.tsx';

/** The frame around every page. */
export function Shell() {
  const [isOpen, menu] = useDisclosure(false);
  if (useConnection().kind === 'locked') return <Locked />;
  return (
    <AppShell
      header={{ height: { base: 54, lg: 0 } }}
      navbar={{ width: 224, breakpoint: 'lg', collapsed: { mobile: !isOpen } }}
      padding={{ base: 'md', lg: 'xl' }}
    >
      <a className={classes['skip']} href="#content" onClick={focusContent}>
        Skip to content
      </a>
      <AppShell.Header hiddenFrom="lg" className={classes['bar'] ?? ''}>
        <Group h="100%" px="md" justify="space-between">
          <Wordmark />
          <Burger
            size="sm"
            opened={isOpen}
            onClick={menu.toggle}
            aria-label="Navigation"
            aria-expanded={isOpen}
          />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="md" className={classes['bar'] ?? ''} aria-label="Main">
        <Group visibleFrom="lg" px={6} pb="lg" pt={4}>
          <Wordmark />
        </Group>
        <AppShell.Section grow>
          <Navigation onNavigate={menu.close} />
        </AppShell.Section>
        <AppShell.Section px={6} pb="md">
          <InstallationNote />
        </AppShell.Section>
        <ZoneControl />
        <ColorSchemeControl />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} className={classes['main'] ?? ''}>
        <Banners />
        <Outlet />
        <Tools />
      </AppShell.Main>
    </AppShell>
  );
}

/** Because of the base element, `#content` would be the address of another page, so the jump is made here. */
function focusContent(event: React.MouseEvent): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}
