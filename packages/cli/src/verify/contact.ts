import { CannotVerifyError } from '../errors/CannotVerifyError.ts';
import { ERROR, KEY } from '../exitCodes.ts';
import type { Evidence } from './evidence.ts';
import { wordsOf } from './judgement.ts';
import { isSeen, notSent, type Observed } from './observed.ts';
import { unknownPackageId } from './probes.ts';

/**
 * Checks that the first two responses are those of the API: a list of packages, and something else for a package that does not
 * exist.
 *
 * @throws {CannotVerifyError} when they are not.
 */
export function checkContact(evidence: Evidence): void {
  const { packages, unknownPackage } = evidence;
  if (!isSeen(packages, 200)) throw new CannotVerifyError(...problemOf(packages));
  if (!isAlsoFor(unknownPackageId, unknownPackage, packages)) return;
  // What it sent is no response of the API, and shows nothing about it.
  Object.assign(evidence, { packages: notSent, unknownPackage: notSent });
  throw new CannotVerifyError(
    'This is not the API: it sends the same page to every request. Check the address of the server.',
    ERROR,
  );
}

/** Whether the page of the packages, or something of that kind, is also the response for a package that does not exist. */
function isAlsoFor(packageId: string, response: Observed, packages: Observed): boolean {
  if (response.status !== 200) return false;
  if (response.digest === packages.digest || 'items' in response.body) return true;
  return response.kind === 'seen' && response.body.packageId !== packageId;
}

function problemOf(packages: Observed): [string, number] {
  const { kind, status } = packages;
  const words = wordsOf(packages);
  if (kind === 'seen' && (status === 401 || status === 403)) {
    return [`The API did not accept the key: ${words}. Check the key, and that it is of this server.`, KEY];
  }
  if (kind === 'seen') return [`The API rejected a list of packages: ${words}. Nothing could be verified.`, ERROR];
  if (kind === 'limited') return ['The server asked to wait for too long (429). Run it again later.', ERROR];
  if (kind === 'failed') return [`The server failed: ${words}. Nothing could be verified; run it again later.`, ERROR];
  if (kind === 'lost' && status === undefined) {
    return [`No response came: ${packages.problem}. Check the address and the network.`, ERROR];
  }
  return [`This is not the API: a list of packages got ${words}. Check the address of the server.`, ERROR];
}
