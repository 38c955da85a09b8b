import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createProgress } from '../src/progress.ts';
import { sizeInWords } from '../src/words.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('elsewhere than at a terminal, progress is a line every ten seconds, with rate and time left', () => {
  const lines: string[] = [];
  const progress = createProgress('Videos', { write: (text) => lines.push(text), columns: undefined });
  vi.advanceTimersByTime(9_000);
  progress.update(20, 100, 'Lease\u001b[2J');
  expect(lines).toEqual([]);
  vi.advanceTimersByTime(1_000);
  expect(lines).toEqual(['Videos: 20 of 100 (2.2/s, 36 s left), Lease [2J\n']);
  vi.advanceTimersByTime(10_000);
  progress.end();
  vi.advanceTimersByTime(60_000);
  expect(lines).toHaveLength(2);
});

test('at a terminal, progress stays on one line, and goes when it ends', () => {
  let written = '';
  const progress = createProgress('Packages', { write: (text) => (written += text), columns: 20 });
  progress.update(7, undefined, 'a name that is longer than the line');
  vi.advanceTimersByTime(1_000);
  expect(written).toBe('\r\u001b[KPackages: 7, a name'.repeat(2));
  progress.end();
  expect(written.endsWith('\r\u001b[K')).toBe(true);
});

test('bytes are counted in words', () => {
  let written = '';
  const progress = createProgress('archive', { write: (text) => (written = text), columns: undefined }, sizeInWords);
  vi.advanceTimersByTime(9_000);
  progress.update(1_250_000_000, 4_400_000_000, '3 of 12 videos');
  vi.advanceTimersByTime(1_000);
  expect(written).toBe('archive: 1.3 GB of 4.4 GB (138.9 MB/s, 23 s left), 3 of 12 videos\n');
});
