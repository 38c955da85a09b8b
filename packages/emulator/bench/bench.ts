// How soon the emulator listens, and how many requests it serves beside a bare server that sends the same bytes.
import { median } from 'iinked-sign-testing/statistics';
import { measure } from './measure.ts';

const { startsMs, bareStartsMs, ratios } = await measure(7, 20_000, console.log);
const [least, middle, most] = [Math.min(...ratios), median(ratios), Math.max(...ratios)].map((each) => each.toFixed(2));
console.log(`\nThe emulator serves ${middle} of what bare node:http serves (${least} to ${most}).`);
console.log(
  `It listens after ${median(startsMs).toFixed(0)} ms, bare node:http after ${median(bareStartsMs).toFixed(0)} ms.`,
);
