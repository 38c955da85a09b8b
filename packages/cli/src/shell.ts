/** A word of a command to type: in quotes where a shell would take it apart. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** The options of a command that the next one needs again, as they are typed. */
export function sameOptions({
  policy,
  holds,
  server,
}: {
  policy?: string | undefined;
  holds?: string | boolean | undefined;
  server?: string | undefined;
}): string {
  return [
    ...(policy === undefined ? [] : [` --policy ${quoted(policy)}`]),
    ...(typeof holds === 'string' ? [` --holds ${quoted(holds)}`] : []),
    ...(holds === false ? [' --no-holds'] : []),
    ...(server === undefined ? [] : [` --server ${quoted(server)}`]),
  ].join('');
}
