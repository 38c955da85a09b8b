/** What every error of this package tells, whatever its class. */
export type ErrorDetails = {
  /** See {@link IinkedSignError.mayHaveDeleted}. */
  mayHaveDeleted: boolean;
  /** What led to this error, without secrets. */
  cause?: unknown;
};

const ordinary = Function.prototype[Symbol.hasInstance];
const kinds = Symbol.for('iinked-sign.kinds');

/**
 * The ancestor of every error that this package throws. Only an abort rejects with something else: the signal's reason.
 *
 * `instanceof` also holds where a program has two copies of this package.
 *
 * @example
 * ```ts
 * try {
 *   await client.videos.deleteAll({ packageId });
 * } catch (error) {
 *   if (error instanceof IinkedSignError && error.mayHaveDeleted) await client.videos.list({ packageId });
 * }
 * ```
 */
export class IinkedSignError extends Error {
  /** The name of the class, by which other copies of this package know it. */
  static readonly kind: string = 'IinkedSignError';

  override readonly name: string = 'IinkedSignError';

  /** `false` when surely nothing was deleted, `true` when the request may have taken effect: list before going on. */
  readonly mayHaveDeleted: boolean;

  constructor(message: string, { mayHaveDeleted, cause }: ErrorDetails) {
    super(message, cause === undefined ? undefined : { cause });
    this.mayHaveDeleted = mayHaveDeleted;
    Object.defineProperty(this, kinds, { value: kindsOf(new.target) });
  }

  /**
   * What this error tells, as a plain object: for logs, and for other threads, since `structuredClone` keeps nothing of an error
   * but its message and stack.
   */
  toJSON(): Record<string, unknown> {
    const { name, message, mayHaveDeleted } = this;
    return { ...Object.fromEntries(Object.entries(this)), name, message, mayHaveDeleted };
  }

  /** Whether a value is an error of this class, made by this copy of the package or by another one. */
  static override readonly [Symbol.hasInstance]: (value: unknown) => boolean = hasInstance;
}

function hasInstance(this: unknown, value: unknown): boolean {
  // A class that somebody else derives from ours has no kind of its own, and means its own instances.
  if (!isOurs(this) || !Object.hasOwn(this, 'kind')) return ordinary.call(Object(this), value);
  return kindsIn(value).includes(this.kind);
}

// Anything may be thrown, also what throws when it is looked at.
function kindsIn(value: unknown): readonly unknown[] {
  try {
    const known: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, kinds) : undefined;
    return Array.isArray(known) ? known : [];
  } catch {
    return [];
  }
}

function kindsOf(ErrorClass: typeof IinkedSignError): string[] {
  const parent: unknown = Object.getPrototypeOf(ErrorClass);
  const own = Object.hasOwn(ErrorClass, 'kind') ? [ErrorClass.kind] : [];
  return isOurs(parent) ? [...own, ...kindsOf(parent)] : own;
}

function isOurs(value: unknown): value is typeof IinkedSignError {
  return typeof value === 'function' && 'kind' in value;
}
