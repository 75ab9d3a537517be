import { lazy, Suspense, useState } from 'react';
import { useShortcuts } from './use-shortcuts.ts';

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }));
const ShortcutsHelp = lazy(async () => ({ default: (await import('./shortcuts-help.tsx')).ShortcutsHelp }));

/** The keys of all pages, with the palette and the list of keys, which are loaded when first opened. */
export function Tools() {
  const [opened, setOpened] = useState(0);
  const [isHelpOpen, setHelpOpen] = useState(false);
  useShortcuts({ onPalette: () => setOpened((times) => times + 1), onHelp: () => setHelpOpen(true) });
  return (
    <Suspense fallback={null}>
      {opened > 0 && <Palette opened={opened} />}
      {isHelpOpen && <ShortcutsHelp onClose={() => setHelpOpen(false)} />}
    </Suspense>
  );
}
