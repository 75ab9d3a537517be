import { Loader } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { usePolling } from '../../../api/use-polling.ts';
import { useNow } from '../../../time/clock.ts';
import classes from './receipt-line.module.css';
import { receiptQuery } from './receipt-query.ts';
import { receiptText } from './receipt-text.ts';

interface ReceiptLineProps {
  readonly id: string;
  /** Of the save. */
  readonly version: number;
}

/** A save that no runner has applied for a while. */
const RECEIPT_MS = 20_000;

/** Whether the last save has reached the runner: after how long, or since when there is none. */
export function ReceiptLine({ id, version }: ReceiptLineProps) {
  const { data } = useQuery(receiptQuery(id, version));
  const now = useNow();
  const { tone, text } =
    data === undefined ? ({ tone: 'waiting', text: 'Saved.' } as const) : receiptText(data, now);
  usePolling(receiptQuery(id, version).queryKey, data?.appliedAt ? false : RECEIPT_MS);
  return (
    <div className={classes['receipt']} data-tone={tone} role="status" aria-label="Receipt">
      {tone === 'waiting' && <Loader size={16} color="gray" />}
      {tone === 'done' && <IconCheck size={18} aria-hidden />}
      {tone === 'bad' && <IconAlertTriangle size={18} aria-hidden />}
      <span>{text}</span>
    </div>
  );
}
