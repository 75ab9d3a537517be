import type { ComponentType } from 'react';

/** Loads a page's code. */
export type Load = () => Promise<ComponentType>;

export interface Route {
  /** "/schedules/:id": a part after a colon matches anything but a slash. */
  readonly path: string;
  readonly load: Load;
  /** The part within the page (its `Outlet`) that this address shows. */
  readonly loadPart?: Load;
}

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The first route of this path; null if there is none. */
export function matchRoute(routes: readonly Route[], pathname: string): Match | null {
  for (const route of routes) {
    const params = paramsOf(route.path, pathname);
    if (params !== null) return { route, params };
  }
  return null;
}

function paramsOf(pattern: string, pathname: string): Record<string, string> | null {
  const wanted = partsOf(pattern);
  const given = partsOf(pathname);
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const value = given[at] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = decoded(value);
    else if (part !== value) return null;
  }
  return params;
}

/** A slash at the end makes no difference. */
function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a lone percent sign
  }
}
