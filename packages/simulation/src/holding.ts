import type { Hold } from 'iinked-sign';
import type { NamedHold } from './call.ts';
import { heldAs, idAs } from './labels.ts';
import type { Held, HoldPlan } from './program.ts';

/** A hold as a person writes it down, and what it means. */
export function namedHold(plan: HoldPlan | undefined, packageId: string, meetingVideoId: string): NamedHold {
  const { what = 'nothing', spelling = 0, unmatched = 'report' } = plan ?? {};
  const id = idAs(packageId, spelling);
  const videoId = idAs(meetingVideoId, spelling);
  const lostId = `${videoId}0`;
  const holds: Record<Held, Partial<NamedHold>> = {
    nothing: {},
    package: { given: { packageIds: [id] }, packageIds: [packageId] },
    video: { given: { meetingVideoIds: [videoId] }, meetingVideoIds: [meetingVideoId] },
    pair: { given: { videos: [{ packageId: id, meetingVideoId: videoId }] }, meetingVideoIds: [meetingVideoId] },
    swapped: { given: { packageIds: [videoId], unmatched: 'report' }, meetingVideoIds: [meetingVideoId] },
    matterNumber: { given: { matterNumbers: [heldAs('matterNumber', spelling)] }, fields: ['matterNumber'] },
    clientNumber: { given: { clientNumbers: [heldAs('clientNumber', spelling)] }, fields: ['clientNumber'] },
    folderId: { given: { folderIds: [heldAs('folderId', spelling)] }, fields: ['folderId'] },
    teamId: { given: { teamIds: [heldAs('teamId', spelling)] }, fields: ['teamId'] },
    memberId: { given: { memberIds: [heldAs('memberId', spelling)] }, fields: ['memberId'] },
    lostVideo: { given: { meetingVideoIds: [lostId] }, lost: 'meetingVideoIds' },
    lostPackage: { given: { packageIds: [lostId] }, lost: 'packageIds' },
    lostMatter: { given: { matterNumbers: ['2019-99'] }, lost: 'matterNumbers' },
  };
  const { given = {}, packageIds = [], meetingVideoIds = [], fields = [], lost } = holds[what];
  return { given: { unmatched, ...given }, packageIds, meetingVideoIds, fields, lost };
}

/** Several holds at once. */
export function unitedHold(holds: readonly NamedHold[]): NamedHold {
  return {
    given: {},
    packageIds: holds.flatMap(({ packageIds }) => packageIds),
    meetingVideoIds: holds.flatMap(({ meetingVideoIds }) => meetingVideoIds),
    fields: holds.flatMap(({ fields }) => fields),
    lost: undefined,
  };
}

/** The part of a hold that needs nothing but ids, as a condition takes it. */
export function heldById({ given: { packageIds, videos, meetingVideoIds } }: NamedHold): Hold {
  return { ...(packageIds && { packageIds }), ...(videos && { videos }), ...(meetingVideoIds && { meetingVideoIds }) };
}
