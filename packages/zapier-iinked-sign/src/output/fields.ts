/** How the Zap editor shows one field of an output. */
export type OutputField = { label: string; type: 'string' | 'number' | 'integer' | 'boolean' | 'datetime' };

/** Output fields as Zapier wants them. */
export type OutputFields = (OutputField & { key: string })[];

/** Puts labelled fields in Zapier's shape. Fields of line items have a prefix, such as `videos[]`. */
export function outputFields(fields: Record<string, OutputField>, prefix = ''): OutputFields {
  return Object.entries(fields).map(([key, field]) => ({ key: prefix + key, ...field }));
}
