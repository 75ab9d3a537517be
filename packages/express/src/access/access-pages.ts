function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title} · ZenPulse</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><h1>${title}</h1>${body}</body></html>`;
}

export const tokenPage = page(
  'Who is there?',
  `<p>Open the link with the token that the application printed when it started:
<code>?token=…</code> at the end of this address.</p>
<p>Or say who may enter: <code>zenpulseAdmin({ authorize: (req) =&gt; … })</code>.</p>`,
);

export const deniedPage = page('You may not enter', '<p>Ask the people who run this application.</p>');

/** What opens the admin in production. */
export const LINES_TO_WRITE = `app.use('/zenpulse', zenpulseAdmin({
  authorize: (req) => req.user?.isAdmin === true,
}));`;

export const closedPage = page(
  'The admin is closed',
  `<p>In production nobody enters until the application says who may:</p>
<pre>${LINES_TO_WRITE.replace('>', '&gt;')}</pre>`,
);
