import { NativeSelect } from '@mantine/core';
import { BROWSER_ZONE, chooseZone, useZoneChoice, ZONE_CHOICES, type ZoneChoice } from '../time/zone.ts';

const LABELS: Readonly<Record<ZoneChoice, string>> = {
  schedule: 'Times of each schedule',
  mine: `My time (${BROWSER_ZONE})`,
  utc: 'UTC',
};

/** In which zone all pages show times; stored in this browser. */
export function ZoneControl() {
  const choice = useZoneChoice();
  return (
    <NativeSelect
      size="xs"
      mb="xs"
      aria-label="Time zone of the times shown"
      value={choice}
      data={ZONE_CHOICES.map((value) => ({ value, label: LABELS[value] }))}
      onChange={(event) => {
        const chosen = ZONE_CHOICES.find((one) => one === event.currentTarget.value);
        if (chosen !== undefined) chooseZone(chosen);
      }}
    />
  );
}
