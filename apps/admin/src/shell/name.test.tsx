import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { Name } from './name.tsx';

it('shows what a key hides, as an escape', () => {
  expect(renderToStaticMarkup(<Name>{'pay\u200bment\u202e'}</Name>)).toBe(
    '<span class="zp-name">pay\\u200bment\\u202e</span>',
  );
});

it('breaks after a separator', () => {
  expect(renderToStaticMarkup(<Name>send_report</Name>)).toBe(
    '<span class="zp-name">send_<wbr/>report</span>',
  );
});
