import { visibleText } from '@zenpulse/core/domain';
import { Fragment } from 'react';

/** A job key, a host, a path: it breaks after `.`, `_`, `-`, `/` or `:` before it breaks anywhere else. */
export function Name({ children }: { readonly children: string }) {
  const parts = visibleText(children).split(/(?<=[._\-/:])(?=[^._\-/:])/);
  return (
    <span className="zp-name">
      {parts.map((part, index) => (
        // The parts of a text have no identity but their place.
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </span>
  );
}
