// An Express application with the admin, for million.mjs: /plain answers at once, /block returns the longest time since
// its last call in which no other code could run.
import express from 'express';
import { zenpulseAdmin } from 'zenpulse/express';

let [last, longest] = [performance.now(), 0];
setInterval(() => {
  const now = performance.now();
  longest = Math.max(longest, now - last - 1);
  last = now;
}, 1);

const app = express();
app.use('/zenpulse', zenpulseAdmin());
app.get('/plain', (_request, response) => response.send('plain'));
app.get('/block', (_request, response) => {
  response.send(String(longest));
  longest = 0;
});
const server = app.listen(0, '127.0.0.1', () => console.log(`listening on ${server.address().port}`));
process.on('SIGTERM', () => process.exit(0));
