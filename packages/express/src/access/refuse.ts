import type { ServerResponse } from 'node:http';
import { ERROR_STATUS } from '@zenpulse/contract/error-status';
import { sendHtml } from '../http/answer.ts';
import { ApiError, sendApiError } from '../http/api-error.ts';
import { isApiPath, pathOf, type MountedRequest } from '../http/mounted-request.ts';
import { closedPage, deniedPage, problemPage, timeoutPage, tokenPage } from './access-pages.ts';
import type { OptionProblem } from './check-options.ts';

/** Why a request was refused. */
export type Refusal = 'denied' | 'token-wanted' | 'closed' | 'timed-out' | OptionProblem;

export const CLOSED_LINE =
  'the admin is closed in production until zenpulseAdmin({ authorize }) says who may enter';

/** Answers in JSON below `/api`, with a page elsewhere. */
export function refuse(request: MountedRequest, response: ServerResponse, refusal: Refusal): void {
  const { error, page } = answerTo(refusal);
  if (isApiPath(pathOf(request))) sendApiError(response, error);
  else sendHtml(response, ERROR_STATUS[error.code], page);
}

function answerTo(refusal: Refusal): { readonly error: ApiError; readonly page: string } {
  switch (refusal) {
    case 'token-wanted':
      return { error: new ApiError('unauthorized', TOKEN_WANTED), page: tokenPage };
    case 'denied':
      return { error: new ApiError('forbidden', 'you may not enter here'), page: deniedPage };
    case 'closed':
      return { error: new ApiError('forbidden', CLOSED_LINE), page: closedPage };
    case 'timed-out':
      return { error: new ApiError('authorize_timeout', TIMED_OUT), page: timeoutPage };
    default: {
      const { kind, message } = refusal;
      const code = kind === 'authorize' ? 'forbidden' : 'store_unavailable';
      return { error: new ApiError(code, `the admin stays closed: ${message}`), page: problemPage(message) };
    }
  }
}

const TOKEN_WANTED = 'open the link with the token that the application printed at its start';
const TIMED_OUT = 'authorize gave no answer in time; the log of the application says more';
