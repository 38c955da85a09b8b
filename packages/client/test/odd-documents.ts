import type { DeletionPlan } from '../src/retention/documents/plan.ts';
import type { ApplyReport } from '../src/retention/documents/report.ts';
import { sealed } from '../src/retention/documents/seals.ts';
import type { PlannedVideo } from '../src/retention/documents/video.ts';
import { sealerOfHolder } from '../src/retention/seal.ts';
import { aPlannedVideo, sealKey, wholeContents } from './documents-fixtures.ts';

const sealer = sealerOfHolder({ sealKey });

/** Names of packages that somebody chose to break a page, or that break one by accident. */
export const oddNames: readonly string[] = [
  '<img src=x onerror="document.title=1"><script>document.title=2</script>',
  '</td></table><h1>Nothing is deleted</h1>',
  '| a | b |\n| --- | --- |\n# heading *bold* _it_ [link](https://evil.example) ![](x)',
  'see https://evil.example, www.evil.example, mail@evil.example and @everyone #1',
  '`code` ``more`` \\` \\| |',
  '=HYPERLINK("https://evil.example","open")',
  'حذف جميع التسجيلات 2019 / עברית (12)',
  'safe \u202E txet desrever \u2066 isolated',
  `Zalgo ${'a\u0301\u0302\u0303\u0304'.concat('\u0308'.repeat(5000))} end`,
  '\u200B\u2800\u00AD',
  '  spaces   inside  ',
  '',
  'W'.repeat(5000),
  'family 👨‍👩‍👧 and half \uD83D',
  'line\nbreak\r\nand\ttab',
];

/** A plan whose packages have odd names, two of them the same one, with so many videos. */
export function oddPlan(videos: number): DeletionPlan {
  const planned: PlannedVideo[] = Array.from({ length: videos }, (_, place) => {
    const at = Math.floor(place / 4);
    return aPlannedVideo({
      packageId: `c603079c-2dc7-4af7-8c2e-${String(at).padStart(12, '0')}`,
      packageName:
        at < oddNames.length
          ? (oddNames[at] ?? null)
          : at % 50 === 0
            ? null
            : `Lease, Queen Street ${Math.floor(at / 2)}`,
      matterNumber: at % 3 === 0 ? null : `2012-${String(at).padStart(4, '0')}`,
      meetingVideoId: `8e2f51a9-07c4-4be4-9f3b-${String(place).padStart(12, '0')}`,
      timeCreated: new Date(Date.UTC(2011, 0, 1 + (place % 2000), 14, place % 60)).toISOString(),
      size: place % 17 === 0 ? null : 1_000_000 + place * 1234,
      timeRetention: place % 5 === 0 ? '2020-01-01T00:00:00Z' : null,
    });
  });
  const contents = wholeContents.plan;
  const kept = contents.keep.map((video, place) => ({ ...video, packageName: oddNames[place] ?? null }));
  const packagesPlanned = Math.ceil(videos / 4);
  const totals = {
    ...contents.totals,
    packages: packagesPlanned + 20,
    packagesPlanned,
    delete: videos,
    alive: videos + 4,
    videos: videos + 5,
    bytes: planned.reduce((sum, { size }) => sum + (size ?? 0), 0),
  };
  return sealed('plan', { ...contents, delete: planned, keep: kept, totals }, sealer);
}

/** A report of that plan: some deleted with the hash of their copy, some not. */
export function oddReport(videos: number): ApplyReport {
  const reported = oddPlan(videos).delete.map((video, place): ApplyReport['videos'][number] => {
    if (place % 10 === 1) return { ...video, outcome: 'kept', reason: 'held', heldBy: { matterNumber: '<b>2012</b>' } };
    if (place % 10 === 2) return { ...video, outcome: 'unknown', message: oddNames[place % oddNames.length] ?? '' };
    return { ...video, outcome: 'deleted', timeDeleted: '2026-11-30T12:01:00Z', sha256: 'c'.repeat(64) };
  });
  const count = (outcome: string) => reported.filter((video) => video.outcome === outcome).length;
  const totals = {
    ...wholeContents.report.totals,
    planned: videos,
    deleted: count('deleted'),
    kept: count('kept'),
    unknown: count('unknown'),
    failed: 0,
  };
  return sealed('report', { ...wholeContents.report, videos: reported, totals }, sealer);
}
