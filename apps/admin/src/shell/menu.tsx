import type { ReactNode } from 'react';
import classes from './menu.module.css';
import { Popup } from './popup.tsx';

interface MenuItem {
  readonly label: string;
  readonly onChoose: () => void;
  readonly disabled?: boolean;
  /** Why it is disabled. */
  readonly title?: string;
}

interface MenuProps {
  /** The button's name. */
  readonly label: string;
  readonly className: string;
  readonly face: ReactNode;
  readonly items: readonly MenuItem[];
}

/** A button with a list of actions below it. */
export function Menu({ label, className, face, items }: MenuProps) {
  return (
    <Popup label={label} className={className} face={face} isAtEnd>
      {(close) => (
        <ul className={classes['menu']}>
          {items.map((item) => (
            <li key={item.label}>
              <button
                type="button"
                disabled={item.disabled}
                title={item.title}
                onClick={() => {
                  close();
                  item.onChoose();
                }}
              >
                {item.label}
              </button>
            </li>
          ))}
        </ul>
      )}
    </Popup>
  );
}
