import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { valuesOfTriggerText } from './trigger-text.ts';
import type { ScheduleForm } from './use-schedule-form.ts';

/** Accepts a crontab line or "every 10 minutes", and fills the fields below once the text is valid. */
export function TriggerTextField({ form }: { readonly form: ScheduleForm }) {
  const [text, setText] = useState('');
  const isLeft = text.trim() !== '';
  const take = (typed: string) => {
    setText(typed);
    const values = valuesOfTriggerText(typed);
    if (values !== null) form.change(values);
  };
  return (
    <TextInput
      label="Crontab line or interval"
      description="Paste one to fill in the fields below"
      placeholder="*/5 8-18 * * 1-5, @daily or every 10 minutes"
      value={text}
      onChange={(event) => take(event.currentTarget.value)}
      onBlur={() => valuesOfTriggerText(text) !== null && setText('')}
      error={
        isLeft && valuesOfTriggerText(text) === null
          ? 'Use five fields such as 30 8 * * 1-5, or every 10 minutes'
          : undefined
      }
      classNames={{ input: 'zp-mono' }}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      maw={460}
    />
  );
}
