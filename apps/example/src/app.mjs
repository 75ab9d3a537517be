// The application: an ordinary Express app that mounts the admin.
import express from 'express';
import { zenpulseAdmin } from 'zenpulse';

const app = express();
const port = Number(process.env.PORT ?? 3000);

app.use('/zenpulse', zenpulseAdmin());
app.get('/', (_request, response) => response.redirect('/zenpulse/'));

app.listen(port, process.env.HOST ?? '127.0.0.1', (error) => {
  if (error) throw error;
  console.log(
    `The example listens on http://localhost:${port}, the admin on http://localhost:${port}/zenpulse/`,
  );
});
