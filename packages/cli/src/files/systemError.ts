/** The code that the system gave an error, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** What the system's codes mean to a person. */
const meanings: Record<string, string> = {
  ENOENT: 'It does not exist.',
  EACCES: 'This user may not do that.',
  EPERM: 'This user may not do that.',
  EROFS: 'The disk can only be read.',
  ENOSPC: 'The disk is full.',
  EDQUOT: 'The disk quota is used up.',
  EFBIG: 'The file would be larger than the system allows.',
  EISDIR: 'It is a folder.',
  ENOTDIR: 'A part of its path is a file.',
  EMFILE: 'Too many files are open.',
  EIO: 'The disk does not work.',
};

/** Says in words why the system refused. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (code !== undefined && meanings[code] !== undefined) return `${meanings[code]} (${code})`;
  return error instanceof Error ? error.message : String(error);
}
