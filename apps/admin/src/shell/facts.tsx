import type { ReactNode } from 'react';
import classes from './facts.module.css';

interface FactsProps {
  readonly label: string;
  readonly facts: readonly (readonly [string, ReactNode])[];
}

/** Names and values, in as many columns as fit. */
export function Facts({ label, facts }: FactsProps) {
  return (
    <dl className={classes['facts']} aria-label={label}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
