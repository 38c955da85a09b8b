import { relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { withFault } from 'iinked-sign-testing/plantedFault';
import { startVitest, type TestCase, type TestModule, type Vitest } from 'vitest/node';
import { configOf, type Fault, type FaultsOf, folderOf } from './fault.ts';
import { everything } from './faults/index.ts';

/** What the tests of a package made of a fault. */
export type Verdict = {
  /** The first test that failed: its file, its name, and what it said. */
  caught?: { file: string; test: string; message: string };
  /** Whether the fault was in what the tests ran. */
  isPlanted: boolean;
  /** Why there is no verdict. */
  problem?: string;
  /** How long the tests took, in milliseconds. */
  tookMs: number;
};

const longestMessage = 300;
// The limits of a test: with a fault, something may never come.
const testTimeout = 20_000;

/** Runs tests of a package, with one fault that is put into the source while it is loaded, or without any. No file changes. */
async function runWith(part: FaultsOf, fault: Fault | undefined, filters: string[]): Promise<Verdict> {
  const root = folderOf(part);
  process.chdir(root);
  // What the build puts beside the code, the source finds there, too.
  const built = JSON.stringify(pathToFileURL(`${root}/dist/index.js`).href);
  let isPlanted = false;
  let first: Verdict['caught'];
  const began = performance.now();
  let tookMs: number | undefined;
  const note = (found: NonNullable<Verdict['caught']>) => {
    first ??= found;
    tookMs ??= performance.now() - began;
  };
  const vitest = await startVitest(
    'test',
    filters,
    {
      root,
      config: configOf(part),
      watch: false,
      // It would keep the fault on the disk, for runs that want none.
      fsModuleCache: false,
      bail: 1,
      testTimeout,
      hookTimeout: testTimeout,
      teardownTimeout: 1000,
      coverage: { enabled: false },
      reporters: [
        {
          onTestCaseResult(test: TestCase) {
            const { state, errors = [] } = test.result();
            if (state === 'failed')
              note({ file: fileOf(test.module, root), test: test.fullName, message: said(errors) });
          },
          onTestModuleEnd(module: TestModule) {
            const errors = module.errors();
            if (errors.length > 0) note({ file: fileOf(module, root), test: '', message: said(errors) });
          },
        },
      ],
    },
    {
      ...(part.entry && { resolve: { alias: { [part.entry.name]: `${root}/${part.entry.source}` } } }),
      plugins: [
        {
          name: 'plant-a-fault',
          enforce: 'pre',
          transform(code, id) {
            const [file = ''] = id.split('?');
            const isTarget = fault !== undefined && file === `${root}/${fault.file}`;
            if (isTarget) isPlanted = true;
            const text = isTarget ? withFault(code, fault) : code;
            const isSource = part.entry !== undefined && file.startsWith(`${root}/src/`);
            return { code: isSource ? text.replaceAll('import.meta.url', built) : text, map: null };
          },
        },
      ],
    },
  );
  const strays = strayErrorsOf(vitest);
  if (strays.length > 0) note({ file: '', test: 'an error outside of the tests', message: said(strays) });
  await vitest.close();
  return { ...(first && { caught: first }), isPlanted, tookMs: Math.round(tookMs ?? performance.now() - began) };
}

function strayErrorsOf(vitest: Vitest): { message?: unknown }[] {
  return vitest.state.getUnhandledErrors().map((error) => Object(error));
}

function fileOf(module: TestModule, root: string): string {
  return relative(root, module.moduleId);
}

function said([first]: readonly { message?: unknown }[]): string {
  return (String(first?.message ?? '').split('\n')[0] ?? '').slice(0, longestMessage);
}

// Run as a program of its own, so that whoever asks can end it.
const [, , how = '', number = '', ...filters] = process.argv;
const found = everything[Number(number)];
if (!found) throw new Error('No such fault.');
const verdict = await runWith(found.part, how === 'planted' ? found.fault : undefined, filters);
// What a fault left open must not keep it.
process.stdout.write(`\n${JSON.stringify(verdict)}\n`, () => process.exit(0));
