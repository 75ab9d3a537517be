import { describe, expect, it } from 'vitest';
import { matchRoute, type Route } from './match.ts';

const load = () => Promise.reject(new Error('not loaded here'));
const routes: readonly Route[] = [
  '/',
  '/schedules',
  '/schedules/new',
  '/schedules/:id',
  '/schedules/:id/settings',
].map((path) => ({ path, load }));
const found = (pathname: string) => {
  const match = matchRoute(routes, pathname);
  return match === null ? null : [match.route.path, match.params];
};

describe('the route of a path', () => {
  it('is the first whose parts are the same', () => {
    expect(found('/')).toEqual(['/', {}]);
    expect(found('/schedules')).toEqual(['/schedules', {}]);
    expect(found('/schedules/new')).toEqual(['/schedules/new', {}]);
    expect(found('/schedules/a1')).toEqual(['/schedules/:id', { id: 'a1' }]);
    expect(found('/schedules/a1/settings')).toEqual(['/schedules/:id/settings', { id: 'a1' }]);
  });

  it('does not depend on a slash at the end', () => {
    expect(found('/schedules/')).toEqual(['/schedules', {}]);
  });

  it('gives parts as they were before they were written into an address', () => {
    expect(found('/schedules/a%2Fb%20c')).toEqual(['/schedules/:id', { id: 'a/b c' }]);
    expect(found('/schedules/100%')).toEqual(['/schedules/:id', { id: '100%' }]);
  });

  it('is null where there is none', () => {
    expect(found('/elsewhere')).toBeNull();
    expect(found('/schedules/a/b/c')).toBeNull();
  });
});
