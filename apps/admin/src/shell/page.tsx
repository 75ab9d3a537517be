import { visibleText } from '@zenpulse/core/domain';
import { Box, Group, Text, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { useOfNow } from '../time/clock.ts';
import { BROWSER_ZONE, PageZone, showsSameTime, useShownZone } from '../time/zone.ts';
import { Name } from './name.tsx';
import { useAlert } from './use-alert.ts';
import classes from './page.module.css';

interface PageProps {
  readonly title: string;
  /** The title of the browser's tab; by default `title`. */
  readonly tabTitle?: string;
  /** A short line below the title. */
  readonly lead?: ReactNode;
  /** The zone of the page's times; left out on a page without times. */
  readonly zone?: string;
  /** Buttons beside the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** The common parts of a page: the document's title, one heading, the zone, and actions. */
export function Page({ title, tabTitle = title, lead, zone, actions, children }: PageProps) {
  const failing = useAlert();
  useEffect(() => {
    document.title = `${failing > 0 ? `(${failing}) ` : ''}${visibleText(tabTitle)} · ZenPulse`;
  }, [tabTitle, failing]);
  return (
    <PageZone value={zone ?? BROWSER_ZONE}>
      <Box className={classes['page']}>
        <Group justify="space-between" align="flex-end" mb="lg" gap="sm">
          <Box className={classes['heading']}>
            <Title order={1}>
              <Name>{title}</Name>
            </Title>
            {lead !== undefined && (
              <Text c="dimmed" size="sm" mt={4} component="div">
                {lead}
              </Text>
            )}
            {zone !== undefined && <ZoneNote zone={zone} />}
          </Box>
          {actions !== undefined && <Group gap="xs">{actions}</Group>}
        </Group>
        {children}
      </Box>
    </PageZone>
  );
}

function ZoneNote({ zone: own }: { readonly zone: string }) {
  const zone = useShownZone(own);
  const isYours = useOfNow((now) => showsSameTime(now, zone, BROWSER_ZONE));
  return (
    <Text c="dimmed" size="xs" mt={2}>
      Times in {zone}
      {!isYours && `, with yours (${BROWSER_ZONE}) beside them or on hover`}
    </Text>
  );
}
