// Takes the pictures of the README, on an emulator: a run in a real terminal (of tmux), and its plan and receipt in Chromium.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { aPackage, aVideo, startEmulator } from 'iinked-sign-emulator';
import { type Browser, launchChromium } from 'iinked-sign-testing/chromium';
import { run } from 'iinked-sign-testing/processes';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
/** The colours of the escape codes that the command writes. */
const colours: Record<string, string> = { 2: '#8b949e', 32: '#3fb950', 36: '#39c5cf', 90: '#8b949e' };
const size = { columns: 112, rows: 46 };

const emulator = await startEmulator({ port: 4010, packages: office() });
const folder = await mkdtemp(join(tmpdir(), 'iinked-sign-pictures-'));
const browser = await launchChromium();
try {
  await writeFile(join(folder, 'retention.json'), JSON.stringify(policy(), null, 2));
  await writeFile(join(folder, 'holds.csv'), 'matterNumber,reason\n2013-0417,claim of the buyer\n');
  await writeFile(join(folder, 'terminal.html'), pageOf(await screenOf(folder)));
  await picture(browser, join(folder, 'terminal.html'), 'terminal.png');
  await picture(browser, join(folder, '2026-06/plan.html'), 'plan.png');
  await picture(browser, join(folder, '2026-06/receipt.html'), 'receipt.png');
} finally {
  await browser.close();
  await emulator.close();
  await rm(folder, { recursive: true });
}

function office() {
  const signed = (packageId: string, name: string, matterNumber: string, day: string, videos: number) =>
    aPackage({
      packageId,
      name,
      matterNumber,
      state: 'executed',
      isExecuted: true,
      timeCreated: `${day}T08:30:00.000Z`,
      timeExecuted: `${day}T16:00:00.000Z`,
      videos: Array.from({ length: videos }, (_, index) =>
        aVideo({
          meetingVideoId: `${packageId.slice(0, 8)}-0000-4000-8000-00000000000${index + 1}`,
          timeCreated: `${day}T1${index}:00:00.000Z`,
        }),
      ),
    });
  return [
    signed('5b7f2c10-4d3e-4f57-9a0c-1a2b3c4d5e01', 'Purchase of 12 Elm Street', '2013-0402', '2013-05-14', 3),
    signed('8c1d9e24-6b5a-4c38-8f1d-1a2b3c4d5e02', 'Lease of the Harbour Office', '2013-0417', '2013-06-03', 2),
    signed('a04e6f38-7c69-4b21-b52e-1a2b3c4d5e03', 'Power of attorney, J. Roe', '2014-0099', '2014-02-27', 2),
    signed('d9b3a14c-2e8f-4d6a-a63f-1a2b3c4d5e04', 'Shareholders’ agreement', '2025-0311', '2025-09-18', 1),
  ];
}

function policy() {
  return {
    server: emulator.url,
    packages: { states: ['executed'] },
    olderThan: { years: 10, since: 'executed' },
    limits: { videos: 200, share: 0.8 },
    approvalsNeeded: 1,
  };
}

/** What stands in a terminal after a person made, approved, applied and audited a plan, with the colours as escape codes. */
async function screenOf(cwd: string): Promise<string> {
  const tmux = (...args: string[]) =>
    run('tmux', ['-L', 'iinked-sign-pictures', '-f', '/dev/null', ...args], { cwd, env });
  const env = { PATH: process.env.PATH, TERM: 'xterm-256color', LANG: 'C.UTF-8', IINKED_SIGN_API_KEY: emulator.apiKey };
  const screen = () => tmux('capture-pane', '-p', '-e');
  const type = (text: string) => tmux('send-keys', '-l', text).then(() => tmux('send-keys', 'Enter'));
  const shows = async (text: string) => {
    for (const end = Date.now() + 20_000; !isShown(await screen(), text); await sleep(100)) {
      if (Date.now() > end) throw new Error(`The terminal never showed “${text}”:\n${await screen()}`);
    }
  };
  await tmux('new-session', '-d', '-x', `${size.columns}`, '-y', `${size.rows}`, 'bash --norc --noprofile');
  try {
    await type(`PS1='$ '; iinked-sign() { ${process.execPath} ${pathOf('../dist/command.js')} "$@"; }; clear`);
    await shows('$');
    await type('iinked-sign plan --out 2026-06');
    await shows('--by NAME');
    await type('iinked-sign approve 2026-06 --by "Jane Doe"');
    await shows('Next: iinked-sign apply');
    await type('iinked-sign apply 2026-06');
    await shows('Type the number of videos');
    await type('5');
    await shows('Next: iinked-sign audit');
    await type('iinked-sign audit 2026-06');
    await shows('Keep the folder');
    return (await screen()).trimEnd().replace(/\n\$$/, '');
  } finally {
    await tmux('kill-server');
  }
}

/** Whether a text stands there, and the shell waits for the next command or the command for what is typed. */
function isShown(screen: string, text: string): boolean {
  return screen.includes(text) && (text.startsWith('Type') || screen.trimEnd().endsWith('$'));
}

function pageOf(screen: string): string {
  const escaped = screen.trimEnd().replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const [first, ...coloured] = escaped.split('\u001b[');
  const spans = coloured.map((part) => {
    const end = part.indexOf('m');
    return `<span style="color:${colours[part.slice(0, end)] ?? 'inherit'}">${part.slice(end + 1)}</span>`;
  });
  return `<!doctype html><meta charset="utf-8"><title>Terminal</title>
<body style="margin:0;background:#0d1117;color:#e6edf3"><pre style="margin:0;padding:20px;font:14px/1.35 'DejaVu Sans Mono',monospace">${[first, ...spans].join('')}</pre>`;
}

async function picture(browser: Browser, file: string, name: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1000, height: 600 }, colorScheme: 'light' });
  await page.goto(pathToFileURL(file).href);
  await page.screenshot({ path: pathOf(name), fullPage: true });
  console.log(`Wrote ${name} (${(await readFile(pathOf(name))).byteLength} bytes)`);
}
