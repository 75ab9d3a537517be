import { Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';

export function FormSection({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Stack component="section" gap="lg" className="zp-card" p={{ base: 'md', sm: 'lg' }}>
      <Title order={2}>{title}</Title>
      {children}
    </Stack>
  );
}
