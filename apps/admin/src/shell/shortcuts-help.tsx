import { Code, Modal, Table, Text } from '@mantine/core';
import { SHORTCUTS } from './shortcuts.ts';

const PALETTE = { keys: ['⌘ or Ctrl', 'k'], label: 'Go to a page or a schedule' } as const;

/** Lists the keys. */
export function ShortcutsHelp({ onClose }: { readonly onClose: () => void }) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={<Text fw={650}>Keys</Text>}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Table>
        <Table.Tbody>
          {[PALETTE, ...SHORTCUTS].map(({ keys, label }) => (
            <Table.Tr key={label}>
              <Table.Td>
                {keys.map((key) => (
                  <Code key={key} mr={4}>
                    {key}
                  </Code>
                ))}
              </Table.Td>
              <Table.Td>{label}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
