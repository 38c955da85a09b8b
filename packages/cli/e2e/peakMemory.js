// Preloaded: when the program ends, it says how much memory of its own it took at most, in MB.
import { existsSync, readFileSync } from 'node:fs';

process.once('exit', () => console.log(`peak: ${peakInKilobytes() / 1024} MB`));

// On Linux, maxRSS begins with that of the parent. It also counts the pages of Node's binary: 53 to 67 MB, as the kernel likes.
function peakInKilobytes() {
  const status = '/proc/self/status';
  if (!existsSync(status)) return process.resourceUsage().maxRSS;
  const text = readFileSync(status, 'utf8');
  const kilobytesOf = (name) => Number(new RegExp(`${name}:\\s*(\\d+) kB`).exec(text)?.[1]);
  return kilobytesOf('VmHWM') - kilobytesOf('RssFile');
}
