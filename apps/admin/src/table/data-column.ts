import type { ReactNode } from 'react';

/** A column of a list. */
export interface DataColumn<Row extends object> {
  /** For a sortable column the server's name of the order. */
  readonly id: string;
  /** A text if the column is sortable. */
  readonly header: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** By default the columns of a sortable list are. */
  readonly isSortable?: boolean;
  /** The first click sorts the largest first. */
  readonly isDescendingFirst?: boolean;
  /** Shown beside the value in a card; if absent, the value is shown alone. */
  readonly cardLabel?: string;
  /** Its place in a card, if it has no line of its own; `mark`, of the first column: before the second one. */
  readonly card?: 'corner' | 'hidden' | 'mark';
  /** Its width in rem; columns without one share what is left. Fixed, so that columns do not move as values change. */
  readonly rem?: number;
  /** Shown only if the table is at least `medium` (62 rem) or `large` (72 rem) wide. */
  readonly from?: 'medium' | 'large';
}
