/**
 * Copies an error without the API key: a platform's errors may hold the whole request, headers included.
 *
 * @returns An error with the name, message, stack and code of the original, and its causes, the key replaced.
 */
export function withoutSecret(error: unknown, secret: string, depth = 3): unknown {
  const clean = (text: string) => text.replaceAll(secret, '***');
  if (!(error instanceof Error)) return typeof error === 'string' ? clean(error) : undefined;
  const copy = new Error(
    clean(error.message),
    depth > 0 && 'cause' in error ? { cause: withoutSecret(error.cause, secret, depth - 1) } : undefined,
  );
  copy.name = clean(error.name);
  copy.stack = clean(error.stack ?? '');
  return 'code' in error && typeof error.code === 'string' ? Object.assign(copy, { code: error.code }) : copy;
}

// Codes that a connection fails with before anything could be sent.
const unreachable = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'ConnectionRefused'];

/** Tells whether a request surely did not reach the server: every error at the root of this one says so. */
export function neverReached(error: unknown, depth = 3): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && unreachable.includes(error.code)) return true;
  return depth > 0 && error.cause !== undefined && neverReached(error.cause, depth - 1);
}
