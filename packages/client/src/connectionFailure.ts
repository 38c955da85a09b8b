import { ConnectionError } from './errors/ConnectionError.ts';
import { type ForeignError, foreignErrorOf } from './foreignError.ts';
import { type Effect, outcome } from './outcome.ts';
import type { Redact } from './redact.ts';

type ConnectionFailure = { neverSent: boolean; permanent: boolean; message: string };

/** What may come of a broken connection, when nothing proves more. */
const lost: ConnectionFailure = {
  neverSent: false,
  permanent: false,
  message: 'The connection broke before the response was complete.',
};

const notMade: ConnectionFailure = {
  neverSent: true,
  permanent: true,
  message: 'The request could not be made.',
};

/** What a transport throws when it has cut a response off. */
export function responseTooLong(most: number): Error {
  return Object.assign(new Error(`The response has more than ${most} bytes.`), { code: tooLongCode });
}

/** What a transport throws that cannot decode a response. */
export function unknownEncoding(): Error {
  return Object.assign(new Error('The response has an unknown Content-Encoding.'), { code: unknownEncodingCode });
}

const unknownEncodingCode = 'UNKNOWN_ENCODING';
const tooLongCode = 'RESPONSE_TOO_LONG';

const tooLong: ConnectionFailure = {
  neverSent: false,
  permanent: true,
  message: 'The response was longer than maxResponseBytes, and was cut off.',
};

const unreachable: ConnectionFailure = {
  neverSent: true,
  permanent: false,
  message: 'The server could not be reached. Check its address, and the network.',
};

// What is never sent is thrown before a request is written. What may also come after that, such as ECONNRESET, is not.
const failures: { is: (error: ForeignError) => boolean; failure: ConnectionFailure }[] = [
  {
    is: ({ code, message }) => certificateCodes.test(code) || /invalid peer certificate/.test(message),
    failure: {
      neverSent: true,
      permanent: true,
      message:
        "The server's certificate was not accepted. If it is signed by your company, point NODE_EXTRA_CA_CERTS to its certificate.",
    },
  },
  {
    is: ({ code }) => handshakeCodes.test(code),
    failure: {
      neverSent: true,
      permanent: true,
      message: 'The TLS handshake with the server failed. Check that this address and port serve HTTPS.',
    },
  },
  {
    is: ({ code }) => recordCodes.test(code),
    failure: {
      neverSent: false,
      permanent: true,
      message: 'The server did not respond with TLS. Check that this address and port serve HTTPS.',
    },
  },
  {
    is: ({ code, message }) => isFromProxy(code, message) && /\b407\b|authentication required/i.test(message),
    failure: {
      neverSent: true,
      permanent: true,
      message: 'The proxy asks for credentials. Put them in the proxy URL.',
    },
  },
  {
    is: ({ code, message }) => isFromProxy(code, message),
    failure: { neverSent: true, permanent: false, message: 'The proxy did not connect to the server.' },
  },
  {
    is: ({ message }) => /^bad port$|^Fetch failed: Requests to port \d+ are blocked/.test(message),
    failure: { neverSent: true, permanent: true, message: "fetch does not allow the server's port." },
  },
  { is: ({ code }) => code === tooLongCode, failure: tooLong },
  {
    is: ({ code }) => code === unknownEncodingCode,
    failure: {
      neverSent: false,
      permanent: true,
      message:
        'The response is compressed in a way that this client does not know. Let no proxy on the way compress it.',
    },
  },
  {
    is: ({ code, syscall, message }) =>
      connectCalls.includes(syscall) || connectCodes.includes(code) || connectMessages.test(message),
    failure: unreachable,
  },
];

const certificateCodes =
  /^(CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE)|PATH_LENGTH|ERR_TLS_CERT)/;
const handshakeCodes =
  /^ERR_SSL_(UNSUPPORTED_PROTOCOL|NO_|TLSV1_ALERT_PROTOCOL|TLSV1_UNRECOGNIZED|.*HANDSHAKE_FAILURE)/;
// The first bytes of a server that speaks no TLS, or those of a connection that was disturbed later.
const recordCodes = /^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)/;
const connectCalls = ['connect', 'getaddrinfo', 'getaddrinfo_a', 'socket', 'bind'];
const connectCodes = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'ConnectionRefused',
  'FailedToOpenSocket',
];
// Of Node, Deno and Bun.
const connectMessages =
  /before secure TLS connection was established|client error \(Connect\)|: (Unable to connect\. |Was there a typo in the url)/;

// Of undici, Bun, Deno and https-proxy-agent.
function isFromProxy(code: string, message: string): boolean {
  return (
    code === 'UND_ERR_PRX_CONN' ||
    code === 'ERR_PROXY_TUNNEL' ||
    /proxy response ?\(\d+\)|\(Connect\): (proxy authentication|.*tunnel)|before receiving CONNECT response/i.test(
      message,
    )
  );
}

/**
 * Makes the error that a failed transport stands for.
 *
 * @param wasSent Whether the request was handed over to the transport at all.
 */
export function connectionError(
  error: unknown,
  call: { effect: Effect; earlierMayHaveLanded: boolean; wasSent: boolean; baseUrl: string; redact: Redact },
): ConnectionError {
  const foreign = foreignErrorOf(error);
  const failure = call.wasSent ? (failureOf(foreign) ?? lost) : notMade;
  const { neverSent, permanent } = failure;
  const mayHaveDeleted = call.effect !== 'read' && (!neverSent || call.earlierMayHaveLanded);
  const cause = withoutSecret(foreign, call.redact);
  const code = codeOf(foreign);
  const where = failure === unreachable ? ` (${addressOf(call.baseUrl)}${code === undefined ? '' : `, ${code}`})` : '';
  // Our own words are not redacted: a short key would stand in them.
  const message = failure.message.replace('could not be reached', (words) => words + call.redact(where));
  return new ConnectionError(`${message} ${outcome(call.effect, mayHaveDeleted)}`, {
    mayHaveDeleted,
    neverSent,
    permanent,
    code: code && call.redact(code),
    cause,
  });
}

function addressOf(baseUrl: string): string {
  const { hostname, port, protocol } = new URL(baseUrl);
  return `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
}

/** Looks for a known failure in an error and in its causes. */
function failureOf(error: ForeignError | string | undefined): ConnectionFailure | undefined {
  if (typeof error !== 'object') return undefined;
  const known = failures.find(({ is }) => is(error))?.failure;
  return known ?? failureOf(error.cause) ?? failureOfAll(error.errors);
}

// Several addresses were tried: it never left only if none of them got it.
function failureOfAll(errors: ForeignError[]): ConnectionFailure | undefined {
  const all = errors.map((each) => failureOf(each));
  return all.every((each) => each?.neverSent) ? all[0] : undefined;
}

function codeOf(error: ForeignError | string | undefined): string | undefined {
  return typeof error === 'object' ? (codeOf(error.cause) ?? (error.code || undefined)) : undefined;
}

/**
 * Copies an error without the API key: a platform's errors may hold the whole request, headers included.
 *
 * @returns An error with the name, message, stack and code of the original, and its causes, the key replaced.
 */
function withoutSecret(error: ForeignError | string | undefined, redact: Redact): unknown {
  if (typeof error !== 'object') return error === undefined ? undefined : redact(error);
  const cause = withoutSecret(error.cause, redact);
  const copy = new Error(redact(error.message), cause === undefined ? undefined : { cause });
  copy.name = redact(error.name) || 'Error';
  copy.stack = redact(error.stack);
  return error.code === '' ? copy : Object.assign(copy, { code: redact(error.code) });
}
