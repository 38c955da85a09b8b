// Runs pnpm, in the version that package.json names, and installs what the workspace needs: `node scripts/pnpm.mjs exec turbo`.
// A person needs Node and npm for this, and nothing else.
// biome-ignore lint/style/noRestrictedImports: it runs before anything is installed, and pnpm takes as long as its command.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const scripts = join(root, 'scripts');
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const version = packageManager.replace('pnpm@', '');

// A new version of pnpm needs new hashes: of the package @pnpm/exe.PLATFORM what `npm view @pnpm/exe.linux-x64 dist.integrity`
// says, and of the program in it what `openssl dgst -sha256 -binary package/pnpm | base64` says.
const hashes = {
  'linux-x64': {
    package: '8eufCjHXspKbNS/kh8q4Q0gqJoOuvC4Q5pgos6XS8By/nAMtP+jf8F1Cw9er840kfAX+PJ/ts+A9qnLE91rvXQ==',
    program: 'vZlNeQly0mgEydsKKAibbscjZycDSdPows5u8oA31nk=',
  },
  'linux-arm64': {
    package: '4Oj/iF2TDCe2lcH0n4TupPR5sSdrNLclJB6xBElLMPCUOAvBhdf2rRlSaO5M4erJ6g4Fyy7YTXTpcmfFsKyxEA==',
    program: '6l6Rz/r7jdduRrBJ9TBq0CtoJTgzKxz53jrN7x5CG9Q=',
  },
};

// No tool that pnpm starts reports to its makers or looks for a newer version of itself.
const quiet = {
  DO_NOT_TRACK: '1',
  REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
  TURBO_NO_UPDATE_NOTIFIER: '1',
  TURBO_TELEMETRY_DISABLED: '1',
};

const platform = `${process.platform}-${process.arch}`;
// The report would look up the names of this machine's network addresses, which can take longer than all else here.
process.report.excludeNetwork = true;
const isGlibc = process.report.getReport().header.glibcVersionRuntime !== undefined;
const binary = platform in hashes && isGlibc ? pinned(platform, hashes[platform]) : undefined;
requireNode();
process.exitCode = pnpm(...process.argv.slice(2));

/** Runs pnpm and returns its exit code. */
function pnpm(...args) {
  // Where no hash is known, npx brings pnpm. It starts beside a package.json of its own: at the root it would read node_modules.
  const [command, before, cwd] = binary
    ? [binary, [], process.cwd()]
    : ['npx', ['--yes', packageManager, '--dir', '..'], scripts];
  const path = binary ? [dirname(binary), process.env.PATH].join(delimiter) : process.env.PATH;
  const { status, error } = spawnSync(command, [...before, ...args], {
    cwd,
    stdio: 'inherit',
    env: { ...process.env, ...quiet, PATH: path },
  });
  if (error) throw error;
  return status ?? 1;
}

/** Returns the path of pnpm's program, which npm downloads once. Its hash is checked at each start: a cache can be written to. */
function pinned(platform, hash) {
  const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'iinked-sign', `pnpm-${version}`);
  const program = join(folder, 'package/pnpm');
  if (!existsSync(program)) download(platform, hash.package, folder);
  if (hashOfProgram(program) === hash.program) return program;
  console.error(`${program} is not the pnpm ${version} whose hash scripts/pnpm.mjs names. It was not started.`);
  console.error(`Find out who changed it. To download it again, remove ${folder}.`);
  process.exit(1);
}

/** Downloads the package of pnpm with npm, checks its hash, and unpacks it into a folder. */
function download(platform, hash, folder) {
  const cache = dirname(folder);
  mkdirSync(cache, { recursive: true });
  const temporary = mkdtempSync(join(cache, 'pnpm-'));
  const limit = { cwd: temporary, stdio: ['ignore', 'pipe', 'inherit'], timeout: 300_000 };
  const { stdout } = spawnSync('npm', ['pack', '--silent', `@pnpm/exe.${platform}@${version}`], limit);
  const tarball = join(temporary, String(stdout).trim());
  if (createHash('sha512').update(readFileSync(tarball)).digest('base64') !== hash) {
    throw new Error(`pnpm ${version} for ${platform} is not the one whose hash scripts/pnpm.mjs names.`);
  }
  spawnSync('tar', ['-xzf', tarball], limit);
  rmSync(tarball);
  // Another process may have done the same meanwhile.
  if (existsSync(folder)) rmSync(temporary, { recursive: true });
  else renameSync(temporary, folder);
}

/** The SHA-256 of the program: it has 65 MB, and in pieces it takes half the time that it takes as a whole. */
function hashOfProgram(program) {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(1024 * 1024);
  const file = openSync(program);
  for (let length = readSync(file, piece); length > 0; length = readSync(file, piece)) {
    hash.update(piece.subarray(0, length));
  }
  closeSync(file);
  return hash.digest('base64');
}

/** Makes sure that the tools have a Node that they run on: this one, or Node 24, which the workspace installs for itself. */
function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isNewEnough = major > 22 || (major === 22 && minor >= 18);
  const isInstalled = () => existsSync(join(root, 'node_modules/node/bin/node'));
  if (isNewEnough || isInstalled() || process.argv[2] === 'install') return;
  pnpm('install');
  if (isInstalled()) return;
  console.error(
    `Node 24 could not be installed into this workspace, and Node ${process.versions.node} is too old for it.`,
  );
  console.error('Install Node 22.18 or later, then try again.');
  process.exit(1);
}
