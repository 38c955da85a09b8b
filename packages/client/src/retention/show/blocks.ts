/** A piece of text: our words, or a value from outside, which is written so that it can do nothing. */
export type Part = string | { name: string } | { id: string };

/** Text of our words and values from outside. */
export type Text = readonly Part[];

/** What is shown of a video's package. */
export type ShownPackage = { packageId: string; name: Text; matter: Text; client: Text; executed: Text };

/** A video in a table: its package, and its cells. */
export type Row = { package: ShownPackage; cells: readonly Text[] };

/** What is shown, before it is written in one format or another. */
export type Block =
  | { heading: string }
  | { text: Text }
  | { attention: readonly Text[] }
  | { facts: readonly (readonly [string, Text])[] }
  | { columns: readonly string[]; rows: readonly (readonly Text[])[] }
  | { videoColumns: readonly string[]; videos: readonly Row[] };

/** A document as it is shown. */
export type Shown = {
  title: string;
  /** The first 12 characters of the seal, by which people tell documents apart. */
  fingerprint?: string;
  blocks: readonly Block[];
};

/** What needs attention, of lines that each apply or do not. */
export function attentionTo(lines: readonly (readonly [applies: boolean, text: Text])[]): Block[] {
  const attention = lines.filter(([applies]) => applies).map(([, text]) => text);
  return attention.length === 0 ? [] : [{ attention }];
}
