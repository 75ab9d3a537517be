import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { ParamField } from './param-fields.ts';

interface ParamInputProps {
  readonly field: ParamField;
  readonly value: string | boolean | undefined;
  readonly error: string | undefined;
  readonly onChange: (value: string | boolean) => void;
}

const INPUT_TYPES = { text: 'text', number: 'text', date: 'date', instant: 'datetime-local' } as const;

/** The input of one param, by its type. */
export function ParamInput({ field, value, error, onChange }: ParamInputProps) {
  const { kind, label, description, isRequired, choices } = field;
  const common = { label, description, error, required: isRequired, name: field.name };
  const text = typeof value === 'string' ? value : '';
  const change = (event: { readonly currentTarget: { readonly value: string } }) =>
    onChange(event.currentTarget.value);
  if (kind === 'boolean') {
    return (
      <Checkbox
        label={label}
        description={description}
        error={error}
        name={field.name}
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  }
  if (kind === 'choice') {
    return <NativeSelect {...common} value={text} onChange={change} data={['', ...choices.map(String)]} />;
  }
  if (kind === 'json') {
    return (
      <Textarea
        {...common}
        description={description ?? 'JSON'}
        value={text}
        onChange={change}
        classNames={{ input: 'zp-mono' }}
        autosize
        minRows={2}
        maxRows={12}
        spellCheck={false}
      />
    );
  }
  return (
    <TextInput
      {...common}
      value={text}
      onChange={change}
      type={INPUT_TYPES[kind]}
      {...(kind === 'number' && { inputMode: 'decimal' as const })}
      autoComplete="off"
    />
  );
}
