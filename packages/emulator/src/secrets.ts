const masked = '***';
const secretName = /api.?key|token|secret|auth|cookie|key|password|signature|session|credential|^access$/i;

/** Masks values in what is recorded and shown: those whose name says that they are secret, and the emulator's own key. */
export function createMask(apiKey: string) {
  const isSecret = (name: string, value: unknown) => value === apiKey || secretName.test(name);
  return {
    fields: <Value>(fields: Record<string, Value>): Record<string, Value | typeof masked> =>
      Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, isSecret(name, value) ? masked : value])),
    body(body: unknown): unknown {
      if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
      return Object.entries(body).some(([name, value]) => isSecret(name, value)) ? this.fields({ ...body }) : body;
    },
  };
}
