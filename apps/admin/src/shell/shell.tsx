import { IconMenu2, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useConnection } from '../api/connection.ts';
import { useShown } from '../router/hooks.ts';
import { Banners } from './banners.tsx';
import { ColorSchemeControl } from './color-scheme-control.tsx';
import { InstallationNote } from './installation-note.tsx';
import { Locked } from './locked.tsx';
import { Navigation } from './navigation.tsx';
import classes from './shell.module.css';
import { Tools } from './tools.tsx';
import { Wordmark } from './wordmark.tsx';
import { ZoneControl } from './zone-control.tsx';

/** The frame around every page. On a narrow screen the navigation opens over the page. */
export function Shell() {
  const [isOpen, setOpen] = useState(false);
  const { Page } = useShown();
  if (useConnection().kind === 'locked') return <Locked />;
  const Icon = isOpen ? IconX : IconMenu2;
  return (
    <div className={classes['frame']}>
      <a className={classes['skip']} href="#content" onClick={focusContent}>
        Skip to content
      </a>
      <header className={classes['header']}>
        <Wordmark />
        <button
          type="button"
          aria-label="Navigation"
          aria-expanded={isOpen}
          className={classes['menu']}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon size={22} stroke={1.8} aria-hidden />
        </button>
      </header>
      <nav className={classes['side']} aria-label="Main" data-open={isOpen}>
        <div className={classes['brand']}>
          <Wordmark />
        </div>
        <Navigation onNavigate={() => setOpen(false)} />
        <InstallationNote />
        <ZoneControl />
        <ColorSchemeControl />
      </nav>
      <main id="content" tabIndex={-1} className={classes['main']}>
        <Banners />
        <Page />
        <Tools />
      </main>
    </div>
  );
}

/** Because of the base element, `#content` would be the address of another page, so the jump is made here. */
function focusContent(event: React.MouseEvent): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}
