import type { ReactNode } from 'react';
import classes from './empty.module.css';

interface EmptyProps {
  readonly icon: ReactNode;
  readonly title?: string;
  readonly description: ReactNode;
  /** What can be done about it. */
  readonly children?: ReactNode;
}

/** In place of a list without rows. */
export function Empty({ icon, title, description, children }: EmptyProps) {
  return (
    <div className={classes['empty']}>
      <div className={classes['icon']} aria-hidden>
        {icon}
      </div>
      {title !== undefined && <p className={classes['title']}>{title}</p>}
      <p>{description}</p>
      {children}
    </div>
  );
}
