import type { ErrorBody } from './generated/openapi.ts';

/** A response before it is written. */
export type ApiResponse = { status: number; body: unknown; headers?: Record<string, string> };

/** How many worlds one emulator holds at most. */
export const mostWorlds = 100;

/** What the name of a world is made of. */
export const worldName = 'The name of a world has 1 to 64 letters, digits, _, . or -.';

/** The errors that the emulator responds with. Codes and messages are those of the contract's examples where it has them. */
export const errors: {
  wrongKey: ApiResponse;
  forbiddenKey: ApiResponse;
  packageNotFound: ApiResponse;
  videoNotFound: ApiResponse;
  underRetention: ApiResponse;
  bodyTooLarge: ApiResponse;
  tooManyWorlds: ApiResponse;
  invalidWorld: ApiResponse;
  encoded: (encoding: string) => ApiResponse;
  unknownQuery: (name: string) => ApiResponse;
  invalidPath: ApiResponse;
  notFound: (what: string) => ApiResponse;
  methodNotAllowed: (method: string, allowed: string[]) => ApiResponse;
  invalid: (message: string) => ApiResponse;
  invalidField: (code: string, message: string) => ApiResponse;
  exception: (message: string) => ApiResponse;
  brokenContract: (message: string) => ApiResponse;
} = {
  wrongKey: error(401, 'api_key_not_authorized', 'The API key is missing or not valid.'),
  forbiddenKey: error(403, 'api_key_not_authorized', 'The API key is missing or not valid.'),
  packageNotFound: error(
    404,
    'package_not_found',
    'The package was not found, or you do not have permission to access it.',
  ),
  videoNotFound: error(404, 'meeting_video_not_found', 'The meeting video was not found in the package.'),
  underRetention: error(
    400,
    'package_delete_retention',
    'The package is under a retention policy and cannot be deleted.',
  ),
  bodyTooLarge: error(413, 'request_length_body', 'The body is larger than 1 MiB. Nothing was carried out.'),
  tooManyWorlds: error(
    503,
    'emulator_exception_worlds',
    `This emulator holds ${mostWorlds} worlds already. Use the name of one that is there, or restart it.`,
  ),
  invalidWorld: error(400, 'emulator_invalid_world', worldName),
  unknownQuery: (name) => error(400, 'request_invalid', `The query parameter ${name} is not known.`),
  encoded: (encoding) => ({
    ...error(415, 'request_invalid_encoding', `A body is not decoded. Send it without Content-Encoding: ${encoding}.`),
    headers: { 'accept-encoding': 'identity' },
  }),
  invalidPath: error(400, 'request_invalid_path', 'The path is not valid percent-encoded UTF-8.'),
  notFound: (what) => error(404, 'path_not_found', `There is no ${what}.`),
  methodNotAllowed: (method, allowed) => ({
    ...error(405, 'method_not_allowed', `${method} is not allowed here. Allowed: ${allowed.join(', ')}.`),
    headers: { allow: allowed.join(', ') },
  }),
  invalid: (message) => error(400, 'request_invalid', message),
  invalidField: (code, message) => error(400, code, message),
  exception: (message) => error(500, 'emulator_exception', message),
  brokenContract: (message) => error(500, 'emulator_exception_contract', message),
};

/** A response in the API's error form. */
export function error(status: number, code: string, message: string): ApiResponse {
  const body: ErrorBody = { error: code, message };
  return { status, body };
}
