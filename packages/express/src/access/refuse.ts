import type { ServerResponse } from 'node:http';
import { ERROR_STATUS } from '@zenpulse/contract/error-status';
import { sendHtml } from '../http/answer.ts';
import { ApiError, sendApiError } from '../http/api-error.ts';
import { isApiPath, pathOf, type MountedRequest } from '../http/mounted-request.ts';
import { closedPage, deniedPage, problemPage, timeoutPage, tokenPage } from './access-pages.ts';
import type { OptionProblem } from './check-options.ts';

/** Why a request was refused. */
export type Refusal =
  | 'denied'
  | 'token-wanted'
  | 'token-refused'
  | 'token-ambiguous'
  | 'token-unchecked'
  | 'closed'
  | 'timed-out'
  | OptionProblem;

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
    case 'token-refused':
      return { error: new ApiError('unauthorized', TOKEN_REFUSED), page: tokenPage };
    case 'token-ambiguous':
      return { error: new ApiError('unauthorized', TOKEN_AMBIGUOUS), page: tokenPage };
    case 'token-unchecked':
      return { error: new ApiError('store_unavailable', TOKEN_UNCHECKED), page: timeoutPage };
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
const TOKEN_REFUSED = 'this token is unknown, expired or revoked';
const TOKEN_AMBIGUOUS = 'expected one Authorization header, got several';
const TOKEN_UNCHECKED =
  'the token could not be checked, because the database cannot be reached; the log of the application says more';
const TIMED_OUT = 'authorize gave no answer in time; the log of the application says more';
