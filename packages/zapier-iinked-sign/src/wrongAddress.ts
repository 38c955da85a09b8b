import { IinkedSignError } from 'iinked-sign';
import { type AuthData, serverAddressOf } from './connection.ts';

/**
 * A 404 that is not the API's word about anything: that of a proxy, or of a path that this address does not have. What was
 * asked for may be there all the same.
 */
export class WrongAddressError extends IinkedSignError {
  /** What the response calls its error, where it does. */
  readonly code: string | undefined;

  constructor(authData: AuthData, code: string | undefined) {
    const said = code === undefined ? '404' : `404 (${code})`;
    super(
      `${serverAddressOf(authData)} responded ${said}, which says nothing about a package or a video. Nothing was deleted. It may not be the address of the API: check the server in the connection, and what stands between it and Zapier.`,
      { mayHaveDeleted: false },
    );
    this.code = code;
  }
}
