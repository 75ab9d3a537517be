import { VisuallyHidden, useMantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';
import { Choice } from './choice.tsx';

const CHOICES = [
  { value: 'light', label: 'Light', Icon: IconSun },
  { value: 'auto', label: 'Same as the system', Icon: IconDeviceDesktop },
  { value: 'dark', label: 'Dark', Icon: IconMoon },
] as const;

/** Light, dark, or the system's setting; stored in this browser. */
export function ColorSchemeControl() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Choice
      isWide
      label="Colour scheme"
      value={colorScheme}
      onChange={setColorScheme}
      choices={CHOICES.map(({ value, label, Icon }) => ({
        value,
        label: (
          <>
            <Icon size={15} stroke={1.8} aria-hidden display="block" style={{ margin: '1px auto' }} />
            <VisuallyHidden>{label}</VisuallyHidden>
          </>
        ),
      }))}
    />
  );
}
