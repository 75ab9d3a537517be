import { Textarea } from '@mantine/core';

interface ReasonFieldProps {
  /** Who sees it, and that it may stay empty. */
  readonly description: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Why somebody does it, up to the length that is recorded. */
export function ReasonField({ description, value, onChange }: ReasonFieldProps) {
  return (
    <Textarea
      label="Reason"
      description={description}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      maxLength={500}
      autosize
      minRows={1}
      maxRows={4}
    />
  );
}
