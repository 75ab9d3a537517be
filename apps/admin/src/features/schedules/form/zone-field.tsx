import { useQuery } from '@tanstack/react-query';
import { installationInfo } from '../../../api/installation.ts';
import { SuggestedField } from '../../../shell/suggested-field.tsx';
import { selectableZones } from '../../../time/zone.ts';
import { textField } from './form-field.ts';
import type { ScheduleForm } from './use-schedule-form.ts';

const ZONES = selectableZones();

/** The zone of a cron, in which runs are also displayed. */
export function ZoneField({ form }: { readonly form: ScheduleForm }) {
  const { data: info } = useQuery(installationInfo);
  const { timezone, triggerType } = form.values;
  const isDefault = info?.timezone === timezone;
  const from = info?.timezoneSource === 'the default' ? '' : ` (from ${info?.timezoneSource})`;
  const source = isDefault ? ` ${timezone} is the default zone${from}.` : '';
  const use =
    triggerType === 'cron'
      ? 'The clock that the fields above refer to.'
      : 'Only for showing times: an interval counts elapsed time.';
  return (
    <SuggestedField
      {...textField(form, 'timezone')}
      suggestions={ZONES}
      description={use + source}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      maw={460}
    />
  );
}
