// The least that could answer: it reads the request, and sends the body that it was given.
import { createServer } from 'node:http';

const [, , body = ''] = process.argv;
const server = createServer((incoming, response) => {
  incoming.resume().once('end', () => {
    response
      .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
      .end(body);
  });
});
server.listen(0, '127.0.0.1', () =>
  console.log(JSON.stringify({ listening: `http://127.0.0.1:${server.address().port}` })),
);
