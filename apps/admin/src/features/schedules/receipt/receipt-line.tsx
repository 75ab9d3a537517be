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
  /** The version of the save. */
  readonly version: number;
}

/** The polling interval of a save that no runner has applied yet. */
const RECEIPT_MS = 20_000;

/** Whether the last save has reached the runner: how long that took, or how long it has been waiting. */
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
