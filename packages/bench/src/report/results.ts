import { type BulkRun, type ManyPackages, ways } from '../measures/bulk.ts';
import type { Footprint } from '../measures/footprint.ts';
import { atOnceLevels, type Loopback } from '../measures/loopback.ts';
import { itemCount, type NodeRun } from '../measures/n8n.ts';
import { others, ours, oursOnNode, type Peer, peers, undiciRequest } from '../peers.ts';
import { type Figure, figureOf, ratios } from '../statistics.ts';
import type { Chart } from './chart.ts';
import { type Table, withNoise } from './table.ts';

/** All that a run has measured. */
export type Results = {
  loopback: Loopback;
  ownTime: ReadonlyMap<Peer, Figure>;
  size: ReadonlyMap<Peer, number>;
  /** What `iinked-sign/retention` adds to it. */
  retentionKB: number;
  coldImport: ReadonlyMap<Peer, Figure>;
  footprint: ReadonlyMap<Peer, Footprint>;
  heap: ReadonlyMap<Peer, number>;
  bulk: BulkRun;
  manyPackages: ManyPackages;
  /** The runs in n8n, or why there are none. */
  n8n: readonly NodeRun[] | string;
};

const none = '–';
const exact = (value: number): Figure => ({ median: value, low: value, high: value });

/** What is compared, peer by peer: less is better everywhere. */
const measures: readonly { name: string; unit: string; of: (results: Results, peer: Peer) => Figure | undefined }[] = [
  ...atOnceLevels.map((atOnce, level) => ({
    name: `processor time per request, ${atOnce} at once`,
    unit: ' × bare fetch',
    of: ({ loopback }: Results, peer: Peer) => figureOfRounds(loopback.cpu.get(peer)?.[level]),
  })),
  { name: 'own time per call', unit: ' µs', of: ({ ownTime }, peer) => ownTime.get(peer) },
  { name: 'size', unit: ' kB', of: ({ size }, peer) => optional(size.get(peer)) },
  { name: 'cold import', unit: ' × openapi-fetch', of: ({ coldImport }, peer) => coldImport.get(peer) },
  { name: 'installation', unit: ' MB', of: ({ footprint }, peer) => optional(footprint.get(peer)?.megabytes) },
];

/** The results as tables. */
export function tablesOf(results: Results): Table[] {
  const { loopback, ownTime, size, coldImport, footprint, heap, bulk, manyPackages, n8n } = results;
  const level = (peer: Peer, index: number) => {
    const figure = figureOfRounds(loopback.cpu.get(peer)?.[index]);
    return figure ? withNoise(figure) : none;
  };
  const bareCpu = loopback.bareCpuUs.map((us) => us.toFixed(0)).join(', ');
  const tables: Table[] = [
    {
      title: 'Processor time per request',
      note: `Over loopback HTTP, as a ratio to bare fetch in the same round: less is better. Bare fetch itself took ${bareCpu} µs.`,
      columns: ['', ...atOnceLevels.map((atOnce) => `${atOnce} at once`)],
      rows: peers.map((peer) => [peer.name, ...atOnceLevels.map((_, index) => level(peer, index))]),
    },
    {
      title: 'By itself',
      note: 'Own time: what a call takes more than bare fetch, with a response at hand. Size: a program with one deletion, minified and gzipped. Import: in a fresh process, as a ratio to openapi-fetch. Heap: what many calls leave behind.',
      columns: ['', 'own time, µs', 'size, kB', 'import', 'install, MB', 'packages', 'heap, MB'],
      rows: peers.map((peer) => {
        const [own, cold, brought] = [ownTime.get(peer), coldImport.get(peer), footprint.get(peer)];
        return [
          peer.name,
          own ? withNoise(own, 1) : none,
          size.get(peer)?.toFixed(1) ?? none,
          cold ? withNoise(cold) : none,
          brought?.megabytes.toFixed(1) ?? none,
          `${brought?.packages ?? none}`,
          heap.get(peer)?.toFixed(1) ?? none,
        ];
      }),
    },
    {
      title: 'Many videos',
      note: `${bulk.videos} deletions, 32 at once, at a server that takes 50 ms and responds with 429 above 100 in a second: ideally ${(bulk.idealMs / 1000).toFixed(0)} s.`,
      columns: ['', 'time ÷ ideal', 'requests wasted', 'videos left over'],
      rows: bulk.ways.map(({ name, ratio, wasted, left }) => [name, withNoise(ratio), withNoise(wasted, 0), `${left}`]),
    },
    {
      title: 'Many packages',
      note: `One video in each of ${manyPackages.packages} packages, 32 at once, at a server that takes no time. A plan lists every package, and lists it again right before its deletion: three requests for a video instead of one.`,
      columns: ['', 'seconds', 'ms for a package'],
      rows: [
        [ways.planned, manyPackages.plannedSeconds] as const,
        ['p-limit + bare fetch, deletes without re-checking', manyPackages.bareFetchSeconds] as const,
      ].map(([name, seconds]) => [name, seconds.toFixed(1), ((seconds * 1000) / manyPackages.packages).toFixed(2)]),
    },
  ];
  if (typeof n8n === 'string') return tables;
  const rows = n8n.map(({ name, seconds, mostAtOnce, loadMs }) => [
    name,
    withNoise(seconds),
    `${mostAtOnce}`,
    withNoise(loadMs, 1),
  ]);
  const note = `${itemCount} items in one execution of a real n8n, both nodes with the same credential, at a server that takes no time. The HTTP Request node sends all its items at once, so a loop holds it to the same number; our node has its condition on the retention switched off, which would read each package first. The modules are loaded in fresh processes that hold n8n-workflow and nothing else; a running n8n has most of what the HTTP Request node asks for.`;
  return [
    ...tables,
    { title: 'In n8n', note, columns: ['', 'seconds', 'most requests at once', 'load of the module, ms'], rows },
  ];
}

/** The results as charts: of what is compared most often. */
export function chartsOf(results: Results): Chart[] {
  const shown = ['processor time per request, 32 at once', 'own time per call', 'size'];
  return measures
    .filter(({ name }) => shown.includes(name))
    .map(({ name, unit, of }) => ({
      title: `${name},${unit} (shorter is better)`,
      bars: peers
        .flatMap((peer) => {
          const figure = of(results, peer);
          const digits = unit.includes('×') ? 2 : 1;
          if (!figure) return [];
          return [
            {
              name: peer.name,
              value: figure.median,
              label: figure.median.toFixed(digits),
              ours: !others.includes(peer),
            },
          ];
        })
        .toSorted((one, other) => one.value - other.value),
    }));
}

/** Says, measure by measure, which peers are ahead of us by more than the noise. */
export function aheadOf(results: Results): string[] {
  const lines = measures.flatMap(({ name, unit, of }) => {
    const own = of(results, ours);
    if (!own) return [];
    const ahead = others.flatMap((peer) => {
      const figure = of(results, peer);
      if (!figure || figure.high >= own.low * 0.98) return [];
      return [`${peer.name} (${figure.median.toFixed(unit.includes('×') ? 2 : 1)})`];
    });
    return ahead.length > 0 ? [`${name}, ours ${own.median.toFixed(2)}${unit}: ${ahead.join(', ')}`] : [];
  });
  if (typeof results.n8n === 'string') return lines;
  const [http50, node50, http1, node1] = results.n8n;
  const slower = [
    [http50, node50],
    [http1, node1],
  ].flatMap(([http, node]) => {
    if (!http || !node || http.seconds.median >= node.seconds.median) return [];
    return [`n8n: ${http.name}, ${http.seconds.median.toFixed(1)} s against ${node.seconds.median.toFixed(1)} s`];
  });
  return [...lines, ...slower];
}

/** The goals, with what was measured. */
export function goalsOf(results: Results): Table {
  const { loopback, ownTime, size, retentionKB, coldImport, heap, bulk, n8n } = results;
  const cpu = cpuOf(loopback, ours);
  const rivals = others.filter((peer) => peer.retriesAndTypedErrors);
  const leastOwn = least(rivals.map((peer) => ownTime.get(peer)?.median));
  const leastCpu = atOnceLevels.map((_, level) => least(rivals.map((peer) => cpuOf(loopback, peer)[level])));
  // The same rounds, and each of the two a ratio to bare fetch: what is left is one over the other.
  const onNode = [1, 2].map((level) => {
    const [node = [], undici = []] = [oursOnNode, undiciRequest].map((peer) => loopback.cpu.get(peer)?.[level]);
    return figureOf(ratios(node, undici)).median;
  });
  const own = ownTime.get(ours)?.median ?? Number.NaN;
  const kB = size.get(ours) ?? Number.NaN;
  const cold = coldImport.get(ours)?.median ?? Number.NaN;
  const grown = heap.get(ours) ?? Number.NaN;
  const [planned] = bulk.ways;
  const ideal = planned?.ratio.median ?? Number.NaN;
  const wasted = planned?.wasted.median ?? Number.NaN;
  const goals: [string, string, boolean][] = [
    ['processor time at most 1.15 × bare fetch', inTwoDigits(cpu), cpu.every((ratio) => ratio <= 1.15)],
    [
      '`iinked-sign/node`, 32 and 256 at once: at most 1.45 × `undici.request`',
      inTwoDigits(onNode),
      onNode.every((ratio) => ratio <= 1.45),
    ],
    [
      'less processor time and own time than every peer with retries and typed errors',
      `theirs: ${inTwoDigits(leastCpu)}; ${leastOwn.toFixed(1)} µs`,
      own < leastOwn && cpu.every((ratio, level) => ratio < (leastCpu[level] ?? 0)),
    ],
    ['own time at most 12 µs', `${own.toFixed(1)} µs`, own <= 12],
    ['at most 9.5 kB', `${kB.toFixed(1)} kB`, kB <= 9.5],
    ['`iinked-sign/retention`: at most 8 kB more', `${retentionKB.toFixed(1)} kB`, retentionKB <= 8],
    ['import at most 1.2 × openapi-fetch', cold.toFixed(2), cold <= 1.2],
    ['no growth of the heap', `${grown.toFixed(1)} MB`, grown < 0.5],
    ['many videos: at most 1.05 × the ideal time', ideal.toFixed(2), ideal <= 1.05],
    ['many videos: at most 40 wasted requests', `${wasted}`, wasted <= 40],
  ];
  if (typeof n8n !== 'string') {
    const shares = ratiosInN8n(n8n);
    goals.push([
      'n8n: at most 0.7 × the HTTP Request node',
      inTwoDigits(shares),
      shares.every((share) => share <= 0.7),
    ]);
  }
  return {
    title: 'Goals',
    note: 'Ratios to bare fetch are for 1, 32 and 256 requests at once, those in n8n for 50 and 1.',
    columns: ['goal', 'measured', 'met'],
    rows: goals.map(([goal, measured, met]) => [goal, measured, met ? 'yes' : 'no']),
  };
}

/** Our node against the HTTP Request node, at the same number of requests at once. */
function ratiosInN8n(n8n: readonly NodeRun[]): number[] {
  const [http50 = 0, node50 = 0, http1 = 0, node1 = 0] = n8n.map(({ seconds }) => seconds.median);
  return ratios([node50, node1], [http50, http1]);
}

function cpuOf({ cpu }: Loopback, peer: Peer): number[] {
  return (cpu.get(peer) ?? []).map((rounds) => figureOf(rounds).median);
}

function least(values: readonly (number | undefined)[]): number {
  return Math.min(...values.map((value) => value ?? Number.POSITIVE_INFINITY));
}

function inTwoDigits(values: readonly number[]): string {
  return values.map((value) => value.toFixed(2)).join(', ');
}

function figureOfRounds(rounds: readonly number[] | undefined): Figure | undefined {
  return rounds && figureOf(rounds);
}

function optional(value: number | undefined): Figure | undefined {
  return value === undefined ? undefined : exact(value);
}
