import type { ComponentProps, MouseEvent } from 'react';
import { useLocation, useRouter } from './hooks.ts';

interface LinkProps extends Omit<ComponentProps<'a'>, 'href'> {
  /** A path of the page, or a search ("?is=failing") of the path shown. */
  readonly to: string;
}

/** A link within the page. */
export function Link({ to, onClick, ...rest }: LinkProps) {
  const router = useRouter();
  const click = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || isForTheBrowser(event) || rest.target !== undefined) return;
    event.preventDefault();
    void router.navigate(to);
  };
  return <a {...rest} href={router.href(to)} onClick={click} />;
}

/** Another tab or window, or another button. */
function isForTheBrowser({ button, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): boolean {
  return button !== 0 || metaKey || ctrlKey || shiftKey || altKey;
}

interface NavLinkProps extends LinkProps {
  /** True if it is the current one only at exactly this path, not below it. */
  readonly isExact?: boolean;
}

/** A link that says when it is the current page. */
export function NavLink({ isExact = false, ...rest }: NavLinkProps) {
  const { pathname } = useLocation();
  const isCurrent = pathname === rest.to || (!isExact && pathname.startsWith(`${rest.to}/`));
  return <Link {...rest} {...(isCurrent && { 'aria-current': 'page' as const })} />;
}
