import { startEmulator } from 'iinked-sign-emulator';

const { url } = await startEmulator();
console.log(JSON.stringify({ listening: url }));
