/** The world of the retention benchmark: packages of twelve years, one video each, as the API shows them. */
export type World = { packages: number; now: number };

const day = 86_400_000;
const years = 12;

/** How old a video must be to be deleted: the policy of both programs. */
export const yearsToKeep = 10;

/** When a package was created, with its video: the first is the oldest. */
export function createdAt({ packages, now }: World, index: number): Date {
  return new Date(now - years * 365.25 * day * (1 - index / packages));
}

/** The day before which earlier runs have deleted what was old enough: each month has one. */
export function finishedUntil({ now }: World): Date {
  return new Date(now - (yearsToKeep * 365.25 + 31) * day);
}

/** A page of packages, the newest first. */
export function pageOfPackages(world: World, take: number, skip: number): string {
  const items = [];
  for (let index = world.packages - 1 - skip; index >= 0 && items.length < take; index--) {
    items.push(listed(world, index));
  }
  return JSON.stringify({ items, total: world.packages, take, skip });
}

/** One package, with the fields that its listing does not have. */
export function detailsOf(world: World, index: number): string {
  return JSON.stringify({ ...listed(world, index), timeRetention: null });
}

/** The number of a package, by its id. */
export function indexOf(packageId: string): number {
  return Number(packageId.replace('package-', ''));
}

function listed(world: World, index: number) {
  const time = createdAt(world, index).toISOString();
  return {
    packageId: `package-${index}`,
    organizationId: '2f0c1b9d-10c6-4079-8c2e-dc992662621c',
    memberId: '7be0a1d4-5c7e-4d2b-9a53-2f2f0c1b9d10',
    teamId: null,
    folderId: null,
    timeCreated: time,
    timeExecuted: time,
    name: `Agreement ${index}`,
    type: 'video_closing_room',
    state: 'executed',
    isExecuted: true,
    matterNumber: `2019-${index}`,
    clientNumber: null,
  };
}
