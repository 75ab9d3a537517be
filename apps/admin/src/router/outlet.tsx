import { createContext, use } from 'react';
import { useShown } from './hooks.ts';

const OutletContext = createContext<unknown>(null);

/** The part of a page that its address names; `context` is what the page gives to it. */
export function Outlet({ context }: { readonly context: unknown }) {
  const { Part } = useShown();
  return <OutletContext value={context}>{Part !== null && <Part />}</OutletContext>;
}

/** What the page gave to this part of it. */
export function useOutletContext(): unknown {
  return use(OutletContext);
}
