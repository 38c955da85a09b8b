// Deletes 200 times at once, and tells how that failed.
const [, , entry, server] = process.argv;
const { createClient } = await import(entry);
const { videos } = createClient({ apiKey: 'test-key-4f1d9c', server, maxRetries: 0 });

// What undici loads for its first connection needs a file of its own.
await videos.deleteAll({ packageId: 'first' });
const calls = Array.from({ length: 200 }, (_, number) => videos.deleteAll({ packageId: `${number}` }));
const ended = await Promise.allSettled(calls);
const failures = ended.flatMap(({ reason }) => reason ?? []);
const inWords = ({ code, neverSent, mayHaveDeleted }) =>
  `${code}, neverSent: ${neverSent}, mayHaveDeleted: ${mayHaveDeleted}`;
process.stdout.write(JSON.stringify(failures.map(inWords)));
