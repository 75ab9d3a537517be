import { REDACTED } from './redacted.ts';

/** A private key, complete or cut off; in JSON its line breaks are `\n`. */
const PEM =
  /-----BEGIN [A-Z0-9 ]{0,60}(?:PRIVATE KEY|KEY BLOCK)[A-Z ]{0,20}-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,80}-----|$)/g;

/** A JSON web token, including encrypted ones. */
const JWT = /\beyJ[\w-]{4,}(?:\.[\w-]*){1,4}/g;

/** Prefixes that services put on their keys so that scanners recognise them. */
const PREFIXED = new RegExp(
  `\\b(?:${[
    '(?:sk|rk|pk|whsec)_(?:live_|test_)?', // Stripe
    'sk-', // OpenAI, Anthropic
    'gh[a-z]_', // GitHub
    'github_pat_',
    'gl[a-z]{2,6}-', // GitLab
    'xox[a-z]-', // Slack
    'xapp-',
    '(?:AKIA|ASIA)(?=[A-Z0-9]{12})', // AWS
    'AIza(?=[\\w-]{30})', // Google
    'ya29\\.',
    '(?:npm|hf|pypi|dop_v1|doo_v1|shp[a-z]{2}|lin_api|figd|tfp|key_live)[_-](?=[\\w-]{8})',
    'SG\\.(?=[\\w-]{8})', // SendGrid
    'sq0[a-z]{3}-', // Square
    'EAAC(?=\\w{20})', // Facebook
  ].join('|')})[\\w.+/=-]{4,}`,
  'g',
);

/** `Bearer abc`, `Basic dXNlcg==`. A lower-case word after it may be part of a sentence ("Basic authentication"). */
const SCHEME =
  /\b((?:[Bb]earer|BEARER|[Bb]asic|BASIC|[Dd]igest|[Nn]egotiate|NTLM|[Aa]pi[Kk]ey)\s{1,4})(?![a-z]{1,40}(?![\w.~+/=-]))[\w.~+/=:@!$%^&*-]{6,}/g;

/** Hides anything in the format of a token, anywhere in the text. */
export function redactTokens(text: string): string {
  return text
    .replace(PEM, REDACTED)
    .replace(JWT, REDACTED)
    .replace(PREFIXED, REDACTED)
    .replace(SCHEME, `$1${REDACTED}`);
}
