import { visibleText } from '@zenpulse/core/domain';
import { Fragment } from 'react';

/** A job key, host or path: its line breaks come after `.`, `_`, `-`, `/` or `:` where possible. */
export function Name({ children }: { readonly children: string }) {
  const parts = visibleText(children).split(/(?<=[._\-/:])(?=[^._\-/:])/);
  return (
    <span className="zp-name">
      {parts.map((part, index) => (
        // The parts of a text have no other key than their index.
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </span>
  );
}
