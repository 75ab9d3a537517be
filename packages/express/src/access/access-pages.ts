function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title} · ZenPulse</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><h1>${title}</h1>${body}</body></html>`;
}

export const tokenPage = page(
  'Sign in required',
  `<p>Open the link with the token that the application printed when it started:
<code>?token=…</code> at the end of this address.</p>
<p>Or say who may enter: <code>zenpulseAdmin({ authorize: (req) =&gt; … })</code>.</p>`,
);

export const deniedPage = page(
  'No access',
  '<p>You may not enter this admin. Ask the people who run this application.</p>',
);

export const timeoutPage = page(
  'No answer about your access',
  '<p>The application did not say in time whether you may enter. Its log says more; try again in a moment.</p>',
);

/** The lines that open the admin in production. */
export const LINES_TO_WRITE = `app.use('/zenpulse', zenpulseAdmin({
  authorize: (req) => req.user?.isAdmin === true,
}));`;

export const closedPage = page(
  'The admin is closed',
  `<p>In production nobody enters until the application says who may:</p>
<pre>${escaped(LINES_TO_WRITE)}</pre>`,
);

/** The page for a mistake in the options of `zenpulseAdmin`. */
export function problemPage(message: string): string {
  return page(
    'The admin is closed',
    `<p>An option of <code>zenpulseAdmin</code> is wrong, so nobody enters:</p><pre>${escaped(message)}</pre>`,
  );
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
