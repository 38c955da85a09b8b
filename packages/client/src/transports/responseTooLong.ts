/** What a transport throws when it has cut a response off. */
export function responseTooLong(most: number): Error {
  return Object.assign(new Error(`The response has more than ${most} bytes.`), { code: 'RESPONSE_TOO_LONG' });
}
