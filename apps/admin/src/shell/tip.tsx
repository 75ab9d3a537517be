import {
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type PointerEvent,
  type ReactNode,
} from 'react';
import { createPortal } from 'react-dom';
import classes from './tip.module.css';

const OPEN_AFTER_MS = 250;
/** Long enough to move the pointer from the element to its tip. */
const CLOSE_AFTER_MS = 120;
const GAP = 6;

interface TipProps {
  readonly label: ReactNode;
  /** The element that is described. */
  readonly children: ReactNode;
}

/** Describes an element on hover, on keyboard focus and on touch; Escape closes it. */
export function Tip({ label, children }: TipProps) {
  const [anchor, setAnchor] = useState<Element | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const place = useRef<HTMLSpanElement>(null);
  const set = (isOpen: boolean, afterMs: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(
      () => setAnchor(isOpen ? (place.current?.firstElementChild ?? null) : null),
      afterMs,
    );
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  const isMouse = (event: PointerEvent) => event.pointerType === 'mouse';
  return (
    <span
      ref={place}
      className={classes['anchor']}
      onPointerEnter={(event) => set(true, isMouse(event) ? OPEN_AFTER_MS : 0)}
      onPointerLeave={(event) => isMouse(event) && set(false, CLOSE_AFTER_MS)}
      onFocus={(event) => event.target.matches(':focus-visible') && set(true, 0)}
      onBlur={() => set(false, 0)}
    >
      {children}
      {anchor !== null && <Opened anchor={anchor} label={label} onClose={() => set(false, 0)} />}
    </span>
  );
}

interface OpenedProps {
  readonly anchor: Element;
  readonly label: ReactNode;
  readonly onClose: () => void;
}

function Opened({ anchor, label, onClose }: OpenedProps) {
  const id = useId();
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    anchor.setAttribute('aria-describedby', id);
    const press = (event: KeyboardEvent) => event.key === 'Escape' && close.current();
    const touch = (event: Event) => {
      if (!(event.target instanceof Node && anchor.contains(event.target))) close.current();
    };
    document.addEventListener('keydown', press);
    document.addEventListener('pointerdown', touch);
    return () => {
      anchor.removeAttribute('aria-describedby');
      document.removeEventListener('keydown', press);
      document.removeEventListener('pointerdown', touch);
    };
  }, [anchor, id]);
  return <TipBox id={id} anchor={anchor} label={label} />;
}

interface TipBoxProps {
  readonly id?: string;
  readonly anchor: Element;
  readonly label: ReactNode;
}

/** The text itself: above the element, or below it where there is no room, and within the window. */
export function TipBox({ id, anchor, label }: TipBoxProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current } = box;
    if (current === null) return;
    const around = anchor.getBoundingClientRect();
    const { width, height } = current.getBoundingClientRect();
    const left = around.left + around.width / 2 - width / 2;
    const above = around.top - height - GAP;
    current.style.left = `${Math.max(GAP, Math.min(left, document.documentElement.clientWidth - width - GAP))}px`;
    current.style.top = `${above >= GAP ? above : around.bottom + GAP}px`;
  });
  return createPortal(
    <div ref={box} role="tooltip" id={id} className={classes['tip']}>
      {label}
    </div>,
    document.body,
  );
}
