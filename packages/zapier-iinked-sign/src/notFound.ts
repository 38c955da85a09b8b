import { NotFoundError } from 'iinked-sign';

/**
 * Tells whether the API itself says that it knows no such package or video, or that this key may not see it. Any other 404
 * comes from a proxy or a wrong address, unless it {@link isAboutAFilter is about a filter}.
 */
export function isUnknown(error: unknown): boolean {
  return error instanceof NotFoundError && error.code !== undefined && things.has(error.code);
}

/** Tells whether the API says that it knows no folder, team or member by which packages are filtered. */
export function isAboutAFilter({ code }: NotFoundError): boolean {
  return code !== undefined && filters.has(code);
}

/** The code of a 404 that is the API's own word, by the body of the response; otherwise whatever it calls its error. */
export function readNotFound(body: string): { code: string | undefined; isFromTheApi: boolean } {
  const code = codeIn(body);
  return { code, isFromTheApi: code !== undefined && (things.has(code) || filters.has(code)) };
}

const things = new Set(['package_not_found', 'meeting_video_not_found', 'video_not_found']);
const filters = new Set(['folder_not_found', 'team_not_found', 'member_not_found']);

function codeIn(body: string): string | undefined {
  try {
    const { error }: { error?: unknown } = JSON.parse(body) ?? {};
    return typeof error === 'string' && /^\w{1,60}$/.test(error) ? error : undefined;
  } catch {
    return undefined;
  }
}
