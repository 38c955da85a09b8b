import { isWithin } from './near.ts';

// What other clients call the same thing.
const otherNames: Record<string, string> = {
  baseurl: 'server',
  url: 'server',
  host: 'server',
  environment: 'server',
  token: 'apiKey',
  key: 'apiKey',
  timeout: 'timeoutMs',
  totaltimeout: 'totalTimeoutMs',
  retries: 'maxRetries',
  abortsignal: 'signal',
  concurrency: 'atOnce',
  parallel: 'atOnce',
  id: 'packageId',
  videoid: 'meetingVideoId',
  video: 'meetingVideoId',
  limit: 'take',
  offset: 'skip',
  query: 'search',
  preview: 'dryRun',
};

/**
 * The field that somebody most likely meant by a name that is not known: in another case, misspelt, or as others call it. The
 * errors of this package advise with it, and a program can do so for its own options.
 *
 * @param name The name that is not known.
 * @param known The names that are.
 * @returns One of those, or nothing where none is near.
 * @example
 * ```ts
 * meantBy('olderthen', ['packages', 'olderThan']); // 'olderThan'
 * ```
 */
export function meantBy(name: string, known: readonly string[]): string | undefined {
  const plain = plainly(name);
  const other = Object.hasOwn(otherNames, plain) ? otherNames[plain] : undefined;
  const edits = Math.min(2, Math.floor(plain.length / 4));
  return (
    known.find((each) => plainly(each) === plain) ??
    known.find((each) => each === other) ??
    known.find((each) => isWithin(edits, plainly(each), plain))
  );
}

function plainly(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
