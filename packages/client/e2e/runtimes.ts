import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { authorityFile } from 'iinked-sign-testing/certificates';
import { run } from 'iinked-sign-testing/processes';
import { nodeBinary } from 'iinked-sign-testing/runtimes';

/** A call to a server, and the options of the client that makes it. */
export type Order = {
  call: 'list' | 'delete' | 'deleteAll';
  server: string;
  /** Whether it is made over a connection that was used before. */
  isReused?: boolean;
  timeoutMs?: number;
  maxRetries?: number;
};

/** What surrounds the program: variables of its environment, or undefined for those that are not to be set. */
export type Environment = Record<string, string | undefined>;

/** Runs a program in a runtime, which makes calls with the built client and says how each ended. */
export type Ask = (orders: Order[], environment?: Environment) => Promise<string[]>;

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const built = new URL('../dist/index.js', import.meta.url).href;
const program = pathOf('matrixInNode.js');
const timeoutMs = 110_000;

/** In a Node, with the client of this address: the one that uses fetch unless given. */
export function inNode(binary: string, entry: string = built): Ask {
  return async (orders, environment) => {
    const output = await run(binary, [program, entry], {
      input: JSON.stringify(orders),
      env: environmentOf(environment),
      timeoutMs,
    });
    const { endings }: { endings: string[] } = JSON.parse(output);
    return endings;
  };
}

/** In a Node of this version. */
export function inNodeOf(version: string): Ask {
  return async (orders, environment) => inNode(await nodeBinary(version))(orders, environment);
}

export const inBun: Ask = inNode(pathOf('../node_modules/bun/bin/bun.exe'));

export const inDeno: Ask = async (orders, environment) => {
  const folder = await mkdtemp(join(tmpdir(), 'iinked-sign-deno-'));
  const flags = ['run', '--allow-all', '--no-check', '--no-config', '--no-lock', '--no-remote', '--no-npm', '--quiet'];
  try {
    const output = await run(pathOf('../node_modules/deno/deno'), [...flags, program, built], {
      input: JSON.stringify(orders),
      env: { ...environmentOf(environment), DENO_DIR: folder },
      timeoutMs,
    });
    const { endings }: { endings: string[] } = JSON.parse(output);
    return endings;
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** In workerd, as it was at a date: what a Worker that is set to it still sees. */
export function inWorkerdOf(date: string): Ask {
  return async (orders, environment) => {
    const folder = await mkdtemp(join(tmpdir(), 'iinked-sign-workerd-'));
    try {
      for (const name of modules) await cp(pathOf(`../${name}`), join(folder, name));
      await cp(authorityFile, join(folder, 'authority.pem'));
      await writeFile(join(folder, 'orders.json'), JSON.stringify(orders));
      await writeFile(join(folder, 'config.capnp'), configOf(date));
      const output = await run(
        pathOf('../node_modules/workerd/bin/workerd'),
        ['test', '--no-verbose', join(folder, 'config.capnp')],
        {
          env: environmentOf(environment),
          timeoutMs,
        },
      );
      const [, endings = ''] = /endings: (.*)/.exec(output) ?? [];
      return JSON.parse(endings);
    } finally {
      await rm(folder, { recursive: true });
    }
  };
}

const modules = ['e2e/matrixInWorkerd.js', 'e2e/matrix.js', 'dist/index.js', 'dist/client.js'];

function configOf(date: string): string {
  return `using Workerd = import "/workerd/workerd.capnp";
    const config :Workerd.Config = ( services = [
      ( name = "main", worker = .program ),
      ( name = "internet", network = (
        allow = ["private", "public", "local"],
        tlsOptions = ( trustedCertificates = [ embed "authority.pem" ] ),
      ) ),
    ] );
    const program :Workerd.Worker = (
      modules = [ ${modules.map((name) => `( name = "${name}", esModule = embed "${name}" )`)} ],
      bindings = [ ( name = "orders", text = embed "orders.json" ) ],
      compatibilityDate = "${date}",
    );`;
}

/** Nothing of this machine but where programs are: no proxy that is not meant, and nothing that reports or updates. */
function environmentOf(environment: Environment = {}): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: tmpdir(),
    DO_NOT_TRACK: '1',
    DENO_NO_UPDATE_CHECK: '1',
    BUN_RUNTIME_TRANSPILER_CACHE_PATH: '0',
    NODE_EXTRA_CA_CERTS: authorityFile,
    DENO_CERT: authorityFile,
    ...environment,
  };
}
