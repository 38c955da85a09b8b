/** Has a letter of a script that runs from right to left, and would take what stands beside it along. */
export const isRightToLeft: RegExp = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFE\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;
