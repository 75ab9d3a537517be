import type { ComponentType } from 'react';
import { matchRoute, type Load, type Route } from './match.ts';

/** An address of the page, without the mount path. */
export interface Location {
  readonly pathname: string;
  /** Empty, or with its question mark. */
  readonly search: string;
}

/** What is shown: an address whose code has been loaded. */
export interface Shown {
  readonly location: Location;
  readonly params: Readonly<Record<string, string>>;
  readonly Page: ComponentType;
  readonly Part: ComponentType | null;
}

export interface RouterOptions {
  /** The mount path, without a slash at its end. */
  readonly base: string;
  readonly routes: readonly Route[];
  /** Shown for an address without a route. */
  readonly missing: ComponentType;
  /** Shown if a page's code could not be loaded. */
  readonly failed: ComponentType;
}

/** Asked before the page is left: true to stay. `proceed` leaves it after all. */
export type Guard = (proceed: () => void) => boolean;

/**
 * Keeps the browser's address and what is shown together. A page is shown when its code is loaded; until then the old
 * one stays, with its own address, so that no page sees the conditions of another one.
 *
 *   navigate, back, forward ──▶ guard ──▶ loading ──▶ shown
 *
 * Each entry of the history has a number in its state, so that a step back that the guard refuses can be reversed.
 */
export class Router {
  readonly #options: RouterOptions;
  readonly #loaded = new Map<Load, ComponentType>();
  readonly #listeners = new Set<() => void>();
  #shown: Shown | null = null;
  #entry = 0;
  #guard: Guard | null = null;
  /** A step of the history that the router itself makes: it is not asked about. */
  #isOwnStep = false;
  #latest = 0;

  constructor(options: RouterOptions) {
    this.#options = options;
  }

  /** Listens to the browser, and loads the first page. */
  async start(): Promise<void> {
    this.#entry = entryOf(history.state) ?? 0;
    history.replaceState({ entry: this.#entry }, '');
    window.addEventListener('popstate', this.#onStep);
    await this.#show(this.#current());
  }

  get shown(): Shown | null {
    return this.#shown;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** True while the code of the next page is loaded. */
  get isLoading(): boolean {
    return this.#shown?.location.pathname !== this.#current().pathname;
  }

  /** The address of a path in the document. */
  href(to: string): string {
    return to.startsWith('?')
      ? `${this.#options.base}${this.#pathname()}${to}`
      : `${this.#options.base}${to}`;
  }

  /** Resolves when the page is shown; at once if the guard stays. `to` is a path, or a search of this path. */
  async navigate(to: string, { replace = false }: { readonly replace?: boolean } = {}): Promise<void> {
    const next = to.startsWith('?') ? `${this.#pathname()}${to}` : to;
    const [pathname = '/', search = ''] = next.split(/(?=\?)/);
    const proceed = () => this.#go({ pathname, search }, replace);
    if (this.#stays(pathname, () => void proceed())) return;
    await proceed();
  }

  /** One guard at a time: that of the page shown. Returns the function that removes it. */
  guard(guard: Guard): () => void {
    this.#guard = guard;
    return () => {
      if (this.#guard === guard) this.#guard = null;
    };
  }

  async #go(location: Location, replace: boolean): Promise<void> {
    const isOther = location.pathname !== this.#shown?.location.pathname;
    const href = this.href(`${location.pathname}${location.search}`);
    if (replace) history.replaceState({ entry: this.#entry }, '', href);
    else history.pushState({ entry: (this.#entry += 1) }, '', href);
    if ((await this.#show(location)) && isOther) window.scrollTo(0, 0);
  }

  readonly #onStep = (event: PopStateEvent): void => {
    const entry = entryOf(event.state) ?? this.#entry;
    const steps = entry - this.#entry;
    const location = this.#current();
    if (this.#isOwnStep) {
      this.#isOwnStep = false;
      this.#entry = entry;
      return;
    }
    const proceed = () => {
      this.#entry = entry;
      void this.#show(location);
    };
    const stays = this.#stays(location.pathname, () => {
      this.#isOwnStep = true;
      history.go(steps);
      proceed();
    });
    if (!stays) return proceed();
    if (steps === 0) return;
    this.#entry = entry;
    this.#isOwnStep = true;
    history.go(-steps);
  };

  #stays(pathname: string, proceed: () => void): boolean {
    if (this.#guard === null || pathname === this.#shown?.location.pathname) return false;
    return this.#guard(proceed);
  }

  /** Returns false if another address was asked for meanwhile. */
  async #show(location: Location): Promise<boolean> {
    const turn = (this.#latest += 1);
    const match = matchRoute(this.#options.routes, location.pathname);
    const loads =
      match === null ? [] : [match.route.load, match.route.loadPart].filter((load) => load !== undefined);
    const isLoaded = loads.every((load) => this.#loaded.has(load));
    const hasFailed = isLoaded ? false : await this.#load(loads);
    if (turn !== this.#latest) return false;
    const [page, part] = loads.map((load) => this.#loaded.get(load));
    this.#shown = {
      location,
      params: match?.params ?? {},
      Page: hasFailed ? this.#options.failed : (page ?? this.#options.missing),
      Part: part ?? null,
    };
    for (const listener of this.#listeners) listener();
    return true;
  }

  /** Returns true if the code could not be loaded. */
  async #load(loads: readonly Load[]): Promise<boolean> {
    try {
      const components = await Promise.all(loads.map((load) => load()));
      for (const [at, load] of loads.entries()) {
        const component = components[at];
        if (component !== undefined) this.#loaded.set(load, component);
      }
      return false;
    } catch {
      return true;
    }
  }

  #pathname(): string {
    return (this.#shown?.location ?? this.#current()).pathname;
  }

  #current(): Location {
    const { pathname, search } = window.location;
    return { pathname: pathname.slice(this.#options.base.length) || '/', search };
  }
}

function entryOf(state: unknown): number | null {
  const entry: unknown = typeof state === 'object' && state !== null ? Reflect.get(state, 'entry') : null;
  return typeof entry === 'number' ? entry : null;
}
