import { type Problem, sentence } from './explain.ts';
import type { Assumptions } from './operations.ts';
import type { ReceivedRequest } from './requests.ts';
import { checkOf } from './schemas.ts';
import { seedOf } from './seed.ts';
import type { SeedPackage } from './state.ts';

/** How an emulator is set up. */
export type EmulatorOptions = Assumptions & {
  /** The port to listen on. Default: a free one. */
  port?: number | undefined;
  /** The address to listen on. Default `127.0.0.1`, which only this machine can reach. */
  host?: string | undefined;
  /** The address under which others reach it, such as `http://emulator:4010`. Links to videos begin with it. */
  publicUrl?: string | undefined;
  /** Origins whose web pages may call it, such as `http://localhost:3000`. Default: none. */
  allowOrigins?: readonly string[] | undefined;
  /** The key that is accepted. Default `emulator-key`. With `:` and a name after it, it reaches a world of that name. */
  apiKey?: string | undefined;
  /** What every world holds at first. Default: a small sample, with videos in every state. */
  packages?: SeedPackage[] | undefined;
  /** How many requests a world serves in a second before it responds with 429. No limit by default. */
  rateLimit?: number | undefined;
  /** Lets requests fail at random, in the same order for the same number. Default: none fails. */
  chaos?: number | undefined;
  /** Starts the clock at the same moment each time, and moves it by a second with every stamp. Default `false`. */
  deterministic?: boolean | undefined;
  /** How many requests a world keeps in `requests`; older ones are forgotten. Default 10 000. */
  maxRequests?: number | undefined;
  /** Called with every request when its response is ready. Where it throws, the response is a 500. */
  onRequest?: ((request: ReceivedRequest, milliseconds: number) => void) | undefined;
};

/** Thrown when an option cannot be used; the message says which and why, in one line. */
export class OptionError extends TypeError {
  override readonly name = 'OptionError';
  /** Which option, and what is wrong with it. */
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(sentence(problem, 'The options'));
    this.problem = problem;
  }
}

/**
 * Checks options as somebody wrote them: an option that is misspelt would be as if it had not been given.
 *
 * @throws {OptionError} when one is not known, or has a value that it cannot have.
 * @throws {SeedError} when the packages cannot be used.
 */
export function checkOptions(options: EmulatorOptions): void {
  const { packages, onRequest, ...others } = Object(options);
  const given = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined));
  if (!check.accepts(given)) throw new OptionError(check.problem());
  if (onRequest !== undefined && typeof onRequest !== 'function') {
    throw new OptionError({ path: ['onRequest'], message: 'must be a function' });
  }
  if (packages !== undefined) seedOf({ packages });
}

const text = { type: 'string', minLength: 1 };
const whole = { type: 'integer', maximum: Number.MAX_SAFE_INTEGER };
const fields: Record<Exclude<keyof EmulatorOptions, 'packages' | 'onRequest'>, object> = {
  port: { ...whole, minimum: 0, maximum: 65_535 },
  host: { type: 'string' },
  publicUrl: { type: 'string' },
  allowOrigins: { type: 'array', items: { type: 'string' } },
  apiKey: { ...text, pattern: '^[!-~]+$' },
  rateLimit: { ...whole, minimum: 1 },
  chaos: { ...whole, minimum: 0 },
  deterministic: { type: 'boolean' },
  maxRequests: { ...whole, minimum: 1 },
  deletedAgain: { enum: ['notFound', 'again'] },
  emptyVideoId: { enum: ['refuse', 'deleteAll'] },
  underRetention: { enum: ['delete', 'refuse'] },
  deletedVideos: { enum: ['listed', 'hidden'] },
  wrongKeyStatus: { enum: [401, 403] },
  memberId: text,
};
const check = checkOf<EmulatorOptions>({ type: 'object', additionalProperties: false, properties: fields });
