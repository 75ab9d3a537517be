// The application. The admin is for those who know the password; put your own login in place of it.
import { timingSafeEqual } from 'node:crypto';
import express from 'express';
import { zenpulseAdmin } from 'zenpulse';

const wanted = Buffer.from(`admin:${process.env.ADMIN_PASSWORD ?? ''}`);

function isAdmin({ headers }) {
  const given = Buffer.from((headers.authorization ?? '').replace(/^Basic /, ''), 'base64');
  const hasPassword = (process.env.ADMIN_PASSWORD ?? '') !== '';
  return hasPassword && given.length === wanted.length && timingSafeEqual(given, wanted);
}

function askForPassword(request, response, next) {
  if (isAdmin(request)) next();
  else response.status(401).set('WWW-Authenticate', 'Basic realm="schedules"').send('Who are you?');
}

const app = express();
app.use('/zenpulse', askForPassword, zenpulseAdmin({ authorize: isAdmin }));
app.get('/', (_request, response) => response.send('<a href="/zenpulse/">schedules</a>'));

const server = app.listen(Number(process.env.PORT ?? 3000), () =>
  console.log(`listening on port ${server.address().port}.`),
);
