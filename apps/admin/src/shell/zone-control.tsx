import { BROWSER_ZONE, chooseZone, useZoneChoice, ZONE_CHOICES, type ZoneChoice } from '../time/zone.ts';
import { SelectField } from './field.tsx';

const LABELS: Readonly<Record<ZoneChoice, string>> = {
  schedule: 'Times of each schedule',
  mine: `My time (${BROWSER_ZONE})`,
  utc: 'UTC',
};

/** In which zone all pages show times; stored in this browser. */
export function ZoneControl() {
  const choice = useZoneChoice();
  return (
    <SelectField
      isSmall
      label="Time zone of the times shown"
      value={choice}
      choices={ZONE_CHOICES.map((value) => ({ value, label: LABELS[value] }))}
      onChange={chooseZone}
    />
  );
}
