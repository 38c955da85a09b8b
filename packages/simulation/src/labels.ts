/** A field of a package by which a hold may hold it. */
export type LabelField = (typeof labelFields)[number];
export const labelFields = ['matterNumber', 'clientNumber', 'folderId', 'teamId', 'memberId'] as const;

/**
 * What a package has in such a field: what is on hold, in one of the spellings of the API; something else, under which the API
 * lists it all the same as if it were on hold, or which is a digit away from a number on hold; something else; `null`;
 * nothing; or something that nobody can read.
 */
export type Label = 'held' | 'listed' | 'other' | 'null' | 'absent' | 'unreadable';
export type Labels = Record<LabelField, Label>;

/** A field by which packages can be filtered, and the list of a hold for it. */
export const filterFields = ['folderId', 'teamId', 'memberId'] as const;

/** How the API writes what is on hold, and what is something else; and how people write what is on hold. */
const spellings = {
  matterNumber: {
    api: ['2019-0417', '2019 0417', 20_190_417, '2019/0417'],
    near: '2019-0418',
    other: 'X-1',
    people: ['2019-0417', ' 2019.0417', '２０１９－０４１７', '{20190417}'],
  },
  clientNumber: {
    api: ['Ärzte-Straße 7', 'ärzte straße 7', 'ÄRZTE STRASSE 7'],
    near: 'Ärzte-Straße 8',
    other: 'Y 22',
    people: ['ÄRZTE-STRASSE 7', 'Ärzte-Straße 7'.normalize('NFD'), '"Ärzte Straße, 7"'],
  },
  folderId: { api: ['f-held'], near: 'f-2', other: 'f-1', people: ['F-HELD', '"f-held"', ' {F-Held} ', 'ｆ-held'] },
  teamId: { api: ['t-held'], near: 't-2', other: 't-1', people: ['T-HELD', '"t-held"', ' {T-Held} ', 'ｔ-held'] },
  memberId: { api: ['m-held'], near: 'm-2', other: 'm-1', people: ['M-HELD', '"m-held"', ' {M-Held} ', 'ｍ-held'] },
} as const;

/** How the API writes a label. */
export function writtenLabel(field: LabelField, label: Label, variant: number): unknown {
  const { api, near, other } = spellings[field];
  const labels = {
    held: api[variant % api.length],
    listed: near,
    other,
    null: null,
    absent: undefined,
    unreadable: { value: api[0] },
  };
  return labels[label];
}

/** How a person writes what is on hold in a field. */
export function heldAs(field: LabelField, variant: number): string {
  const { people } = spellings[field];
  return people[variant % people.length] ?? people[0];
}

/** Whether a filter of the API is about what is on hold. */
export function isFilterOnHold(field: (typeof filterFields)[number], value: unknown): boolean {
  return String(value).toLowerCase() === spellings[field].api[0];
}

/** How a person may write an id. */
export function idAs(id: string, variant: number): string {
  const written = [id, id.toUpperCase(), `{${id}}`, ` "${id.toUpperCase()}" `, `\u200b${id}\ufeff`];
  return written[variant % written.length] ?? id;
}
