import type { BulkRun } from '../measures/bulk.ts';
import type { CommandStart } from '../measures/commandStart.ts';
import type { Footprint } from '../measures/footprint.ts';
import { atOnceLevels, type Loopback } from '../measures/loopback.ts';
import { itemCount, type NodeRun } from '../measures/n8n.ts';
import type { Retention } from '../measures/retention.ts';
import { openapiFetch, others, ours, oursOnNode, type Peer, peers, undiciRequest } from '../peers.ts';
import { besideLimit, type Figure, figureOf } from '../statistics.ts';
import type { Chart } from './chart.ts';
import { type Table, withNoise } from './table.ts';

/** All that a run has measured. */
export type Results = {
  loopback: Loopback;
  ownTime: ReadonlyMap<Peer, Figure>;
  size: ReadonlyMap<Peer, number>;
  /** The size of all that the client exports, retention included. */
  everythingKB: number;
  coldImport: ReadonlyMap<Peer, Figure>;
  footprint: ReadonlyMap<Peer, Footprint>;
  heap: ReadonlyMap<Peer, number>;
  bulk: BulkRun;
  retention: Retention;
  commandStart: CommandStart;
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
  const { loopback, ownTime, size, coldImport, footprint, heap, bulk, retention, commandStart, n8n } = results;
  const level = (peer: Peer, index: number) => {
    const figure = figureOfRounds(loopback.cpu.get(peer)?.[index]);
    // Three digits: the goals divide these figures by each other.
    return figure ? withNoise(figure, 3) : none;
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
      title: 'Retention',
      note: `A policy of ten years, at a server with ${thousands(retention.packages)} packages of twelve years, one video each, of which earlier runs have deleted all that is older than a month over the limit: ${thousands(retention.ways[0]?.deleted ?? 0)} videos are due. 32 requests at once, at a server that takes no time. A plan lists a package only if it is old enough, and reads it again right before its deletion; a plan with \`createdFrom\` leaves out what earlier plans have finished. The loop deletes without a second look. Memory is the most that the process held.`,
      columns: ['', 'requests', 'MB of bodies', 'memory, MB', 'seconds'],
      rows: retention.ways.map(({ name, requests, bytes, megabytes, seconds }) => [
        name,
        thousands(requests),
        (bytes / 1e6).toFixed(1),
        megabytes.toFixed(0),
        seconds.toFixed(1),
      ]),
    },
    {
      title: 'Start of the command',
      note: 'From start to end, in a process of its own, by turns.',
      columns: ['', 'ms'],
      rows: [
        ['`iinked-sign --help`', withNoise(commandStart.command, 0)],
        ['`node -e 0`', withNoise(commandStart.node, 0)],
      ],
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

/** The goals, with what was measured: each figure is one of the tables', or one of them divided by another. */
export function goalsOf(results: Results): Table {
  const { loopback, ownTime, size, everythingKB, heap, bulk, commandStart, n8n } = results;
  const levels = [1, 2] as const;
  const cpu = (peer: Peer, level: number) => figureOf(loopback.cpu.get(peer)?.[level] ?? []);
  const median = (peer: Peer, level: number) => Number(cpu(peer, level).median.toFixed(3));
  const [planned] = bulk.ways;
  const { command, node } = commandStart;
  const allowedStart = 1.5 * node.median + 60;
  const goals: Goal[] = [
    {
      goal: 'processor time, 32 and 256 at once: not above openapi-fetch by more than the noise',
      measured: levels.map((level) => `${(median(ours, level) / median(openapiFetch, level)).toFixed(2)} ×`).join(', '),
      isMet: levels.every((level) => cpu(ours, level).low <= cpu(openapiFetch, level).high),
    },
    atMost(
      '`iinked-sign/node`, 32 and 256 at once: at most 1.45 × `undici.request`',
      levels.map((level) => median(oursOnNode, level) / median(undiciRequest, level)),
      { limit: 1.45, digits: 2 },
    ),
    atMost('own time at most 10 µs', [ownTime.get(ours)?.median], { limit: 10, digits: 1, unit: ' µs' }),
    atMost('one deletion: at most 14 kB', [size.get(ours)], { limit: 14, digits: 1, unit: ' kB' }),
    atMost('everything, with retention: at most 30 kB', [everythingKB], { limit: 30, digits: 1, unit: ' kB' }),
    atMost('no growth of the heap', [heap.get(ours)], { limit: 0.5, digits: 1, unit: ' MB' }),
    atMost('many videos: at most 1.05 × the ideal time', [planned?.ratio.median], { limit: 1.05, digits: 2 }),
    atMost('many videos: at most 40 wasted requests', [planned?.wasted.median], { limit: 40, digits: 0 }),
    atMost('start of the command: at most 1.5 × `node -e 0` and 60 ms', [command.median], {
      limit: allowedStart,
      digits: 0,
      unit: ` ms of ${allowedStart.toFixed(0)}`,
    }),
  ];
  if (typeof n8n !== 'string') {
    goals.push(atMost('n8n: at most 0.5 × the HTTP Request node', ratiosInN8n(n8n), { limit: 0.5, digits: 2 }));
  }
  return {
    title: 'Goals',
    note: 'Ratios in n8n are for 50 items at once and for 1.',
    columns: ['goal', 'measured', 'met'],
    rows: goals.map(({ goal, measured, isMet }) => [goal, measured, isMet ? 'yes' : 'no']),
  };
}

type Goal = { goal: string; measured: string; isMet: boolean };
type Limit = { limit: number; digits: number; unit?: string };

function atMost(goal: string, values: readonly (number | undefined)[], { limit, digits, unit = '' }: Limit): Goal {
  const known = values.map((value = Number.NaN) => value);
  const measured = known.map((value) => besideLimit(value, limit, digits)).join(', ');
  return { goal, measured: `${measured}${unit}`, isMet: known.every((value) => value <= limit) };
}

/** Our node against the HTTP Request node, at the same number of requests at once, by the medians of the table. */
function ratiosInN8n(n8n: readonly NodeRun[]): number[] {
  const [http50 = Number.NaN, node50 = 0, http1 = Number.NaN, node1 = 0] = n8n.map(({ seconds }) => seconds.median);
  return [node50 / http50, node1 / http1];
}

function thousands(value: number): string {
  return value.toLocaleString('en').replaceAll(',', '\u2009');
}

function figureOfRounds(rounds: readonly number[] | undefined): Figure | undefined {
  return rounds && figureOf(rounds);
}

function optional(value: number | undefined): Figure | undefined {
  return value === undefined ? undefined : exact(value);
}
