import { pack } from '../src/pack.ts';

/** Packs before the tests begin, unless they are to test what was packed elsewhere. */
export async function setup(): Promise<void> {
  if (process.env.RELEASE_FOLDER === undefined) await pack();
}
