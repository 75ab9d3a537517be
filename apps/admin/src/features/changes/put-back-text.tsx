import { visibleText } from '@zenpulse/core/domain';
import { Alert, Radio, Stack } from '@mantine/core';
import { ShortInstant } from '../../time/instant.tsx';
import { usePageZone } from '../../time/zone.ts';
import { whoText } from './action-words.ts';
import { FieldChanges } from './change-what.tsx';
import { RecordedTrigger } from './recorded-trigger.tsx';
import { fieldChange } from './field-changes.ts';
import type { PutBackField, PutBackPreview } from './put-back-preview.ts';
import { valueText } from './value-text.ts';

interface PutBackTextProps {
  readonly name: string;
  readonly preview: PutBackPreview;
  /** Where it was changed again since: whether the values of before are wanted all the same. */
  readonly isDecided: boolean;
  readonly onDecide: (isDecided: boolean) => void;
  /** Something changed while this dialog was open. */
  readonly hasLost: boolean;
}

/** What putting a change back will do, before it is done. */
export function PutBackText({ name, preview, isDecided, onDecide, hasLost }: PutBackTextProps) {
  if (preview.kind === 'restores')
    return (
      <div>
        {name} comes back with its settings: <RecordedTrigger row={preview.row} />. It begins now: what would
        have run meanwhile is not caught up.
      </div>
    );
  if (preview.kind === 'deletes')
    return (
      <div>
        This change created {name}, so putting it back deletes it. No further run starts. A run in progress
        finishes, and past executions are kept.
      </div>
    );
  if (preview.kind === 'gone') return <div>{name} was deleted since. Put its deletion back first.</div>;
  if (preview.kind === 'done') return <div>{name} is already as it was before this change.</div>;
  return (
    <Stack gap="sm">
      {hasLost && <Alert color="yellow">It was changed while you were looking. This is how it is now.</Alert>}
      {preview.isContested ? (
        <Contested fields={preview.fields} isDecided={isDecided} onDecide={onDecide} />
      ) : (
        <WillChange fields={preview.fields} />
      )}
    </Stack>
  );
}

/** As it is now → as it was, a line each. */
function WillChange({ fields }: { readonly fields: readonly PutBackField[] }) {
  const zone = usePageZone();
  return (
    <div>
      This will change:
      <FieldChanges changes={fields.flatMap((one) => fieldChange(one.name, one.now, one.was, zone) ?? [])} />
    </div>
  );
}

interface ContestedProps {
  readonly fields: readonly PutBackField[];
  readonly isDecided: boolean;
  readonly onDecide: (isDecided: boolean) => void;
}

/** What was changed again since, and the choice between what is there now and what was there before, as a whole. */
function Contested({ fields, isDecided, onDecide }: ContestedProps) {
  const zone = usePageZone();
  const contested = fields.filter(({ isContested }) => isContested);
  return (
    <>
      <Alert color="yellow" title="Changed again since">
        <ul style={{ margin: 0, paddingInlineStart: 18 }}>
          {contested.map((one) => {
            const change = fieldChange(one.name, one.left, one.now, zone);
            return (
              <li key={one.name}>
                {change?.label}: this change left {change?.before}, now it is {change?.after}
                {one.later !== null && (
                  <>
                    {' '}
                    ({visibleText(whoText(one.later).who)}, <ShortInstant at={one.later.at} />)
                  </>
                )}
              </li>
            );
          })}
        </ul>
      </Alert>
      <Radio.Group
        label="Which do you want?"
        value={isDecided ? 'was' : 'now'}
        onChange={(value) => onDecide(value === 'was')}
      >
        <Stack gap={6} mt={6}>
          <Radio value="now" label={`As it is now: ${listed(fields, 'now', zone)}`} />
          <Radio value="was" label={`As before this change: ${listed(fields, 'was', zone)}`} />
        </Stack>
      </Radio.Group>
    </>
  );
}

function listed(fields: readonly PutBackField[], which: 'now' | 'was', zone: string): string {
  return fields
    .map(
      (one) =>
        `${fieldChange(one.name, null, null, zone)?.label ?? one.name} ${valueText(one.name, one[which], zone)}`,
    )
    .join(', ');
}
