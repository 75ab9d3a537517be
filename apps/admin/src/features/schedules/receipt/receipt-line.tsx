import { Loader } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNow } from '../../../time/clock.ts';
import { BROWSER_ZONE } from '../../../time/zone.ts';
import classes from './receipt-line.module.css';
import { receiptQuery } from './receipt-query.ts';
import { receiptText } from './receipt-text.ts';

interface ReceiptLineProps {
  readonly id: string;
  /** Of the save. */
  readonly version: number;
}

/** Whether the last save has reached the runner: after how long, or since when there is none. */
export function ReceiptLine({ id, version }: ReceiptLineProps) {
  const { data } = useQuery(receiptQuery(id, version));
  const now = useNow();
  const { tone, text } =
    data === undefined
      ? ({ tone: 'waiting', text: 'Saved.' } as const)
      : receiptText(data, now, BROWSER_ZONE);
  return (
    <div className={classes['receipt']} data-tone={tone} role="status" aria-label="Receipt">
      {tone === 'waiting' && <Loader size={16} color="gray" />}
      {tone === 'done' && <IconCheck size={18} aria-hidden />}
      {tone === 'bad' && <IconAlertTriangle size={18} aria-hidden />}
      <span>{text}</span>
    </div>
  );
}
