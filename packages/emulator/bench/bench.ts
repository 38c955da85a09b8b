// How soon the emulator listens, and how many requests it serves beside a bare server that sends the same bytes.
import { median } from 'iinked-sign-testing/statistics';
import { measure } from './measure.ts';

const { startsMs, bareStartsMs, rate, bareRate } = await measure(7, 30);
console.log(
  `It listens after ${median(startsMs).toFixed(0)} ms, bare node:http after ${median(bareStartsMs).toFixed(0)} ms.`,
);
console.log(
  `It serves ${rate.toFixed(0)} requests per second, bare node:http ${bareRate.toFixed(0)}: ${(rate / bareRate).toFixed(2)} of it.`,
);
