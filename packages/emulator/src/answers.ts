import type { ErrorBody } from './generated/openapi.ts';

/** An answer before it is sent. */
export type Answer = { status: number; body: unknown; headers?: Record<string, string> };

/** The errors that the emulator answers with. Codes and words are those of the contract's examples where it has them. */
export const errors: {
  wrongKey: Answer;
  packageNotFound: Answer;
  videoNotFound: Answer;
  pathNotFound: (path: string) => Answer;
  invalid: (message: string) => Answer;
  broken: (message: string) => Answer;
} = {
  wrongKey: error(401, 'api_key_not_authorized', 'The API key is missing or not valid.'),
  packageNotFound: error(
    404,
    'package_not_found',
    'The package was not found, or you do not have permission to access it.',
  ),
  videoNotFound: error(404, 'meeting_video_not_found', 'The meeting video was not found in the package.'),
  pathNotFound: (path) => error(404, 'path_not_found', `The API has no ${path}.`),
  invalid: (message) => error(400, 'request_invalid', message),
  broken: (message) => error(500, 'emulator_exception_contract', message),
};

/** An answer in the API's error shape. */
export function error(status: number, code: string, message: string): Answer {
  const body: ErrorBody = { error: code, message };
  return { status, body };
}
