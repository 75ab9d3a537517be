import {
  createContext,
  use,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import type { Location, Router, Shown } from './router.ts';

export const RouterContext = createContext<Router | null>(null);

export function useRouter(): Router {
  const router = use(RouterContext);
  if (router === null) throw new Error('expected a router around this component');
  return router;
}

/** What is shown now; the router has loaded it before anything is rendered. */
export function useShown(): Shown {
  const router = useRouter();
  const shown = useSyncExternalStore(router.subscribe, () => router.shown);
  if (shown === null) throw new Error('expected the first page to be loaded');
  return shown;
}

export function useLocation(): Location {
  return useShown().location;
}

export function useParams(): Readonly<Record<string, string>> {
  return useShown().params;
}

/** Whether this path is shown. */
export function useIsAt(pathname: string): boolean {
  return useLocation().pathname === pathname;
}

export function useNavigate(): Router['navigate'] {
  const router = useRouter();
  return useCallback((to, options) => router.navigate(to, options), [router]);
}

/** The address in the document of a path of the page. */
export function useHref(to: string): string {
  return useRouter().href(to);
}

type SetParams = (change: (before: URLSearchParams) => URLSearchParams) => void;

/** The conditions in the address. Changing them makes no entry in the history. */
export function useSearchParams(): readonly [URLSearchParams, SetParams] {
  const router = useRouter();
  const { search } = useLocation();
  const params = useMemo(() => new URLSearchParams(search), [search]);
  const set = useCallback<SetParams>(
    (change) => {
      if (router.isLoading) return; // the address is already that of another page
      const after = change(new URLSearchParams(window.location.search)).toString();
      void router.navigate(`?${after}`, { replace: true });
    },
    [router],
  );
  return [params, set];
}

interface Blocked {
  readonly proceed: () => void;
  readonly stay: () => void;
}

/** Asks `mayLeave` before the page is left; if it may not, the result says so until one of its functions is called. */
export function useGuard(mayLeave: () => boolean): Blocked | null {
  const router = useRouter();
  const [proceed, setProceed] = useState<(() => void) | null>(null);
  const latest = useRef(mayLeave);
  latest.current = mayLeave;
  useEffect(
    () =>
      router.guard((go) => {
        if (latest.current()) return false;
        setProceed(() => go);
        return true;
      }),
    [router],
  );
  if (proceed === null) return null;
  const stay = () => setProceed(null);
  return {
    stay,
    proceed: () => {
      stay();
      proceed();
    },
  };
}
