/** An error of a platform, read once: strings only, and nothing of what cannot be read. */
export type ForeignError = {
  name: string;
  message: string;
  stack: string;
  code: string;
  syscall: string;
  cause: ForeignError | string | undefined;
  /** Those of an `AggregateError`. */
  errors: ForeignError[];
};

const deepest = 4;

/** Reads an error, and what caused it. Its getters may throw, and its fields may be anything. */
export function foreignErrorOf(value: unknown, depth = 0): ForeignError | string | undefined {
  if (typeof value === 'string') return value;
  if (!isError(value) || depth > deepest) return undefined;
  const causeOf = (cause: unknown) => foreignErrorOf(cause, depth + 1);
  return {
    name: textOf(value, 'name'),
    message: textOf(value, 'message'),
    stack: textOf(value, 'stack'),
    code: textOf(value, 'code'),
    // node-fetch has a name of its own for the system call.
    syscall: textOf(value, 'syscall') || textOf(value, 'erroredSysCall'),
    cause: causeOf(read(value, 'cause')),
    errors: arrayOf(read(value, 'errors')).map((each) => asError(causeOf(each))),
  };
}

/** What was thrown, where it can be looked at; else an error that says what can be read of it. */
export function readable(thrown: unknown): Error {
  try {
    if (thrown instanceof Error && typeof thrown.message === 'string') return thrown;
  } catch {}
  const foreign = foreignErrorOf(thrown);
  return new Error(typeof foreign === 'object' ? foreign.message : foreign);
}

const unreadable: ForeignError = {
  name: '',
  message: '',
  stack: '',
  code: '',
  syscall: '',
  cause: undefined,
  errors: [],
};

function asError(error: ForeignError | string | undefined): ForeignError {
  return typeof error === 'object' ? error : unreadable;
}

function isError(value: unknown): value is Error {
  try {
    return value instanceof Error;
  } catch {
    return false;
  }
}

function read(error: Error, name: string): unknown {
  try {
    return Reflect.get(error, name);
  } catch {
    return undefined;
  }
}

function textOf(error: Error, name: string): string {
  const value = read(error, name);
  return typeof value === 'string' ? value : '';
}

function arrayOf(value: unknown): unknown[] {
  try {
    return Array.isArray(value) ? Array.from(value) : [];
  } catch {
    return [];
  }
}
