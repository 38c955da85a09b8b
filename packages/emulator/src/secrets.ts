/** What stands in place of a secret. */
export const masked = '***';

const secretName = /api.?key|token|secret|auth|cookie|key|password|signature|session|credential|^access$/i;
const keyHeaders = ['api_key', 'api-key', 'apikey', 'x-api-key', 'authorization'];
// Something that nobody reads: one long word of letters and digits, other than a UUID.
const opaque = /^(?=.*\d)(?=.*[a-z])[\w.~+/=-]{24,}$/i;
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const readable = /^(host|origin|referer|user-agent|accept.*|content-.*)$/;

// A shorter key would be found in half of all words.
const leastLength = 8;
const mostKeys = 100;

/** Takes secrets out of what is recorded and shown. */
export type Mask = {
  /** Remembers the keys of a request: they are masked wherever they appear, in this one and in later ones. */
  learn: (headers: NodeJS.Dict<string | string[]>) => void;
  /** A text without the keys that are known. */
  text: (text: string) => string;
  /** Whether a name says that its value is a secret. */
  isSecretName: (name: string) => boolean;
  /** Headers without secrets. What looks like a key is masked under any name. */
  headers: (headers: NodeJS.Dict<string | string[]>) => Record<string, string | string[]>;
  /** A query without secrets. */
  query: (query: URLSearchParams) => Record<string, string>;
};

/** A mask that knows one key from the start. */
export function createMask(apiKey: string): Mask {
  const keys = new Set(apiKey.length < leastLength ? [] : [apiKey]);
  const isSecretName = (name: string) => secretName.test(name);

  function text(text: string): string {
    if (text === apiKey) return masked;
    let shown = text;
    for (const key of keys) shown = shown.replaceAll(key, masked);
    return shown;
  }

  function header(name: string, value: string): string {
    if (isSecretName(name)) return masked;
    if (!readable.test(name) && opaque.test(value) && !uuid.test(value)) return masked;
    return text(value);
  }

  return {
    learn(headers) {
      for (const name of keyHeaders) {
        for (const value of [headers[name] ?? ''].flat()) {
          const key = value.replace(/^\w+ +/, '');
          if (key.length >= leastLength) keys.add(key);
        }
      }
      for (const oldest of keys) if (keys.size > mostKeys) keys.delete(oldest);
    },
    text,
    isSecretName,
    headers(headers) {
      const shown: Record<string, string | string[]> = {};
      for (const [name, value = ''] of Object.entries(headers)) {
        shown[name] = Array.isArray(value) ? value.map((each) => header(name, each)) : header(name, value);
      }
      return shown;
    },
    query: (query) =>
      Object.fromEntries([...query].map(([name, value]) => [text(name), isSecretName(name) ? masked : text(value)])),
  };
}
