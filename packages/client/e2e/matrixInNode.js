import { endings } from './matrix.js';

const [, , entry] = process.argv;
const { createClient } = await import(entry);

let input = '';
for await (const chunk of process.stdin.setEncoding('utf8')) input += chunk;
const ended = await endings(createClient, JSON.parse(input));
process.stdout.write(JSON.stringify({ endings: ended, ready: Date.now() }));
