import { lookOf } from '../../visible.ts';

/**
 * What spellings of a person's name have in common. Two names that only differ in case, in width, in white space or in what
 * cannot be seen are one person, who cannot approve twice.
 */
export function personKey(name: string): string {
  return lookOf(name.normalize('NFKC').toUpperCase()).replace(/\s/g, '');
}
