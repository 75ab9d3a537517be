import type { TokenDto } from '@zenpulse/contract';
import { visibleText } from '@zenpulse/core/domain';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { failureMessage, hasCode } from '../../api/api-error.ts';
import { revokeToken, tokenList } from '../../api/tokens.ts';
import { Confirm } from '../../shell/confirm.tsx';
import { notifyDone } from '../../shell/notify.tsx';

/** Revokes a token, after a question. One that is gone already counts as revoked. */
export function RevokeToken({ token }: { readonly token: TokenDto }) {
  const client = useQueryClient();
  const [isAsking, asking] = useDisclosure(false);
  const name = visibleText(token.name);
  const revoking = useMutation({
    mutationFn: () =>
      revokeToken(token.id).catch((error: unknown) => {
        if (!hasCode(error, 'not_found')) throw error;
      }),
    onSuccess: () => {
      asking.close();
      notifyDone(`Revoked ${name}`);
      void client.invalidateQueries({ queryKey: tokenList.queryKey });
    },
  });
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={asking.open} aria-label={`Revoke ${name}`}>
        Revoke
      </Button>
      <Confirm
        isOpen={isAsking}
        title={`Revoke ${name}?`}
        action={`Revoke ${name}`}
        isBusy={revoking.isPending}
        error={revoking.error ? failureMessage(revoking.error) : undefined}
        onConfirm={() => revoking.mutate()}
        onCancel={asking.close}
      >
        The program that calls the API with it is refused from now on, in other processes within 5 seconds.
        This cannot be undone.
      </Confirm>
    </>
  );
}
