import { useEffect, useId, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import classes from './popup.module.css';

interface PopupProps {
  /** The button's name. */
  readonly label: string;
  readonly className: string;
  /** What the button shows. */
  readonly face: ReactNode;
  /** Aligned with the button's right edge. */
  readonly isAtEnd?: boolean;
  /** A function gets what closes the popup. */
  readonly children: ReactNode | ((close: () => void) => ReactNode);
}

/** A button with something below it that is open until Escape, a click elsewhere, or the focus goes elsewhere. */
export function Popup({ label, className, face, isAtEnd = false, children }: PopupProps) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const whole = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  useEffect(() => {
    if (!isOpen) return undefined;
    const outside = (event: Event) => {
      if (!(event.target instanceof Node && whole.current?.contains(event.target))) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
    };
  }, [isOpen]);
  return (
    <div
      ref={whole}
      className={classes['popup']}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isOpen) return;
        event.stopPropagation();
        close();
      }}
    >
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={label}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        {face}
      </button>
      {isOpen && (
        <Opened id={id} isAtEnd={isAtEnd}>
          {typeof children === 'function' ? children(close) : children}
        </Opened>
      )}
    </div>
  );
}

interface OpenedProps {
  readonly id: string;
  readonly isAtEnd: boolean;
  readonly children: ReactNode;
}

/** Below the button, or above it where there is no room; at its other edge where it would leave the window. */
function Opened({ id, isAtEnd, children }: OpenedProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current } = box;
    if (current === null) return;
    const { bottom, left, height } = current.getBoundingClientRect();
    const top = current.parentElement?.getBoundingClientRect().top ?? 0;
    current.dataset['above'] = String(bottom > window.innerHeight && top > height);
    if (isAtEnd && left < 0) current.dataset['end'] = 'false';
  }, [isAtEnd]);
  return (
    <div ref={box} id={id} className={classes['below']} data-end={isAtEnd}>
      {children}
    </div>
  );
}
