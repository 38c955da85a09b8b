// An emulator as a program would hold it, that says how much memory it uses when it is asked.
import { startEmulator } from 'iinked-sign-emulator';

const { url } = await startEmulator({ maxRequests: 1000 });
process.on('message', () => {
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  process.send({ url, used: heapUsed + external });
});
process.send({ url, used: 0 });
