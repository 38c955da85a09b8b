import type { Call, NamedHold } from './call.ts';
import { isFilterOnHold } from './labels.ts';
import type { PackageEntry } from './packages.ts';

type Unmatched = readonly { field: string }[];

/** How a hold of a call that ended well failed silently, if one did. */
export function silentFailure(call: Call, holds: readonly NamedHold[], unmatched: Unmatched): string | undefined {
  for (const { lost, given } of holds) {
    // What is out of reach for this key is there.
    if (lost === undefined || call.heard.some(({ status }) => status === 403)) continue;
    if (!unmatched.some(({ field }) => field === lost))
      return `Nobody was told of a hold in ${lost} that matches nothing.`;
    const isRejected = given.unmatched === 'reject' && lost !== 'matterNumbers';
    if (isRejected && call.plan.kind === 'plan') return `A plan was made although a hold in ${lost} matches nothing.`;
    // What the plan has asked for, it has told.
    const isNew = call.approved?.hold.lost !== lost;
    if (isRejected && call.plan.kind === 'apply' && lost === 'packageIds' && isNew) {
      return `A plan was applied although a hold in ${lost} matches nothing.`;
    }
  }
  // An apply is judged when a deletion leaves: one that deletes nothing needs no hold.
  return call.plan.kind === 'apply' ? undefined : blindHold(call, holds, unmatched);
}

/** A hold that can hold nothing, because what it goes by is never said, or was never asked for. */
export function blindHold(call: Call, holds: readonly NamedHold[], unmatched: Unmatched = []): string | undefined {
  const read = packagesRead(call);
  for (const field of holds.flatMap(({ fields }) => fields)) {
    if (field === 'matterNumber' || field === 'clientNumber') {
      // What the plan holds by, it has proven; and what it says of a package, the API said.
      if (call.approved?.hold.given[`${field}s`]) continue;
      const planned = [...(call.approved?.videos.values() ?? [])];
      if (planned.some(({ details }) => details && details.labels[field] !== 'absent')) continue;
      // An audit rejects nothing: it says what it could not go by.
      if (call.plan.kind === 'audit' && unmatched.some((hold) => hold.field === `${field}s`)) continue;
      const isUnsaid = read.length > 0 && read.every(({ labels }) => labels[field] === 'absent');
      if (isUnsaid) return `A hold by ${field} holds nothing: no package that was read has one.`;
      continue;
    }
    const isAsked = call.heard.some(
      ({ asked, status }) =>
        asked.what === 'listPackages' &&
        isFilterOnHold(field, asked.query[field]) &&
        (status === 200 || status === 403),
    );
    if (!isAsked) return `Nobody asked which packages the API lists for the ${field} on hold.`;
  }
  return undefined;
}

function packagesRead({ heard }: Call): PackageEntry[] {
  return heard.flatMap(({ reply, status }) => {
    if (status !== 200) return [];
    return [...(reply.items ?? []), ...(reply.details ? [reply.details] : [])];
  });
}
