import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Program, start } from '../processes.ts';
import { installPacked } from '../tarballs.ts';
import { n8nFolder } from './install.ts';

// A package that starts n8n depends on the node itself, so that it is built.
const nodePackage = fileURLToPath(new URL('../../../n8n-nodes-iinked-sign', import.meta.url));

/** A running n8n, with the node installed as n8n itself would. */
export type Server = {
  url: string;
  /** The folder that holds its database and settings. */
  folder: string;
  /** Its process. */
  pid: number;
  /** Everything that it has logged. */
  log: () => string;
  stop: () => Promise<void>;
};

// Nothing of this contacts the outside: no telemetry, no templates, no licence, no registry of modules.
const quiet = {
  N8N_DIAGNOSTICS_ENABLED: 'false',
  N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
  N8N_TEMPLATES_ENABLED: 'false',
  N8N_PERSONALIZATION_ENABLED: 'false',
  N8N_HIRING_BANNER_ENABLED: 'false',
  N8N_DYNAMIC_BANNERS_ENABLED: 'false',
  N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
  N8N_VERIFIED_PACKAGES_ENABLED: 'false',
  N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
  N8N_DISABLED_MODULES: 'mcp-registry,instance-ai,agents,chat-hub,mcp',
  N8N_HOST: '127.0.0.1',
  N8N_LISTEN_ADDRESS: '127.0.0.1',
  N8N_SECURE_COOKIE: 'false',
  N8N_ENCRYPTION_KEY: 'only-for-tests',
  DB_TYPE: 'sqlite',
  NO_COLOR: '1',
};

/** Starts n8n on a free port, with an empty database of its own. */
export async function startN8n(more: Record<string, string> = {}): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'n8n-'));
  await installPacked(nodePackage, join(folder, '.n8n/nodes/node_modules/n8n-nodes-iinked-sign'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const broker = { N8N_RUNNERS_BROKER_PORT: `${await freePort()}` };
  const server = startProcess(folder, 'start', { N8N_PORT: `${port}`, ...broker, ...more });
  await ready(`${url}/healthz/readiness`, server);
  return {
    url,
    folder,
    pid: server.child.pid ?? 0,
    log: server.log,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Starts a worker that shares the database of a server, and waits until it takes work. */
export async function startWorker({ folder }: Server, env: Record<string, string>): Promise<N8nProcess> {
  const port = await freePort();
  const own = {
    N8N_RUNNERS_BROKER_PORT: `${await freePort()}`,
    QUEUE_HEALTH_CHECK_ACTIVE: 'true',
    QUEUE_HEALTH_CHECK_PORT: `${port}`,
  };
  const worker = startProcess(folder, 'worker', { ...own, ...env }, '--concurrency=5');
  await ready(`http://127.0.0.1:${port}/healthz/readiness`, worker);
  return worker;
}

/** Runs a command of n8n beside a server, on its database, to its end. */
export async function runCommand({ folder }: Server, command: string, ...args: string[]): Promise<void> {
  const broker = { N8N_RUNNERS_BROKER_PORT: `${await freePort()}` };
  const { child, log } = startProcess(folder, command, broker, ...args);
  const late = setTimeout(() => child.kill('SIGKILL'), 3 * 60_000);
  const [code] = await once(child, 'close');
  clearTimeout(late);
  if (code !== 0) throw new Error(`n8n ${command} ended with ${code}:\n${log().slice(-2000)}`);
}

/** A process of n8n: the server itself, or a worker. */
export type N8nProcess = { child: Program; log: () => string; stop: (signal?: NodeJS.Signals) => Promise<void> };

/** Runs a command of n8n on a user folder. */
function startProcess(folder: string, command: string, env: Record<string, string>, ...args: string[]): N8nProcess {
  const logFile = join(folder, `${command}-${Date.now()}.log`);
  const child = start(process.execPath, [join(n8nFolder, 'node_modules/n8n/bin/n8n'), command, ...args], {
    env: {
      PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
      HOME: folder,
      N8N_USER_FOLDER: folder,
      ...quiet,
      ...env,
    },
  });
  const log = createWriteStream(logFile);
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    child,
    log: () => readFileSync(logFile, 'utf8'),
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
      await closed;
      clearTimeout(late);
    },
  };
}

/** Waits until an address responds with success; fails when the process ends before. */
async function ready(url: string, { child, log }: N8nProcess): Promise<void> {
  const deadline = Date.now() + 5 * 60_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`n8n ended with ${child.exitCode}:\n${log().slice(-2000)}`);
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await wait(250);
  }
  throw new Error(`n8n was not ready within five minutes:\n${log().slice(-2000)}`);
}

/** A port that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
