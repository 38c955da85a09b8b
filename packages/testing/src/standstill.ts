import { afterEach } from 'vitest';
import { openRequests } from './openRequests.ts';

// A test that stands still until its time is up mostly waits for a response: its error says for which.
afterEach(({ task }) => {
  for (const error of task.result?.errors ?? []) {
    if (!/timed out in \d+ms/.test(error.message)) continue;
    const open = openRequests().map((each) => `\n  ${each}`);
    error.message += `\nOpen requests: ${open.length === 0 ? 'none' : open.join('')}`;
  }
});
