/**
 * What spellings of a person's name have in common. Two names that only differ in case, in white space or in what cannot be
 * seen are one person, who cannot approve twice.
 */
export function personKey(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[\s\p{C}\p{Default_Ignorable_Code_Point}\u2800]/gu, '');
}
