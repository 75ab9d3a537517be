import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ExecutionFilter } from '../../../api/executions.ts';
import { useExport, type ExportFormat } from './use-export.ts';

interface ExportButtonsProps {
  readonly filter: ExecutionFilter;
  readonly lastMs: number | null;
}

const FORMATS = [
  { format: 'csv', label: 'CSV' },
  { format: 'json', label: 'JSON' },
] as const satisfies readonly { readonly format: ExportFormat; readonly label: string }[];

/** Saves what the filter matches as a file. */
export function ExportButtons({ filter, lastMs }: ExportButtonsProps) {
  const exporting = useExport(filter, lastMs);
  return FORMATS.map(({ format, label }) => (
    <Button
      key={format}
      variant="default"
      leftSection={<IconDownload size={16} stroke={1.8} />}
      aria-label={`Export as ${label}`}
      loading={exporting.isPending && exporting.variables === format}
      disabled={exporting.isPending}
      onClick={() => exporting.mutate(format)}
    >
      {label}
    </Button>
  ));
}
