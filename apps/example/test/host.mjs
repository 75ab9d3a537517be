// An application with a middleware before the admin that can be switched on: a rate limiter, a CSRF protection, a
// login. `/roles` is the same admin for a user named Ada, with the role of a header and a rule for one job.
import express from 'express';
import { zenpulseAdmin } from 'zenpulse';

const GATES = {
  open: (_request, _response, next) => next(),
  limited: (_request, response) => response.status(429).set('Retry-After', '38').send('Too many requests'),
  csrf: (request, response, next) =>
    request.method === 'GET'
      ? next()
      : response.status(403).send('<h1>ForbiddenError: invalid csrf token</h1>'),
  login: (_request, response) => response.redirect('/login'),
};

let gate = 'open';
const app = express();
app.post('/gate/:name', (request, response) => {
  gate = request.params.name;
  response.end();
});
app.get('/login', (_request, response) => response.send('<h1>Sign in</h1>'));
app.use('/zenpulse/api', (request, response, next) => GATES[gate](request, response, next));
app.use('/zenpulse', zenpulseAdmin());
app.use(
  '/roles',
  zenpulseAdmin({
    authorize: (request) => ({ role: request.get('x-role'), name: 'Ada' }),
    may: (_actor, action, { jobKey }) => jobKey !== 'billing.charge' || action === 'enable',
  }),
);
app.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('listening'));
