import type { FaultsOf } from '../fault.ts';

/** Faults of the first contact with a server. */
export const verify: FaultsOf = {
  part: 'verify',
  folder: 'cli',
  faults: [
    {
      law: 'a server of this machine must say that it is the emulator',
      file: 'src/verify/deletion.ts',
      right: '  if (isOnThisMachine(server) && !before.isEmulator) {',
      wrong: '  if (!isOnThisMachine(server) && !before.isEmulator) {',
      test: 'verify.test.ts',
    },
    {
      law: 'a production server is refused for a deletion',
      file: 'src/verify/named.ts',
      right: "[servers['sandbox-us'], servers['sandbox-eu']]",
      wrong: "[servers['sandbox-us'], servers['sandbox-eu'], servers.us]",
      test: 'verify.test.ts',
    },
    {
      law: 'where nobody can be asked, nothing is sent without consent',
      file: 'src/commands/verify.ts',
      right: '  if (named && !terminal.interactive) await consentTo(terminal, named, options);\n',
      wrong: '',
      test: 'verify.test.ts',
    },
    {
      law: 'at a terminal a person is asked',
      file: 'src/commands/verify.ts',
      right: '  if (terminal.interactive) await consentTo(terminal, named, options);\n',
      wrong: '',
      test: 'verify.test.ts',
    },
    {
      law: 'a video that changed since it was shown is kept',
      file: 'src/verify/deletion.ts',
      right: '{ onlyIf: { unchanged: video } }',
      wrong: '{}',
      test: 'verify.test.ts',
    },
    {
      law: 'a video that is gone in any list after a deletion is told',
      file: 'src/verify/loss.ts',
      right: 'lists.some((list) => !aliveIn(list).has(id))',
      wrong: 'lists.every((list) => !aliveIn(list).has(id))',
      test: 'verify-judgements.test.ts',
    },
    {
      law: 'a 404 of something on the way is not taken for a package that is gone',
      file: 'src/verify/loss.ts',
      right: " && list.body.error === 'package_not_found'",
      wrong: '',
      test: 'verify-judgements.test.ts',
    },
    {
      law: 'that others are gone comes before all else',
      file: 'src/verify/findings.ts',
      right: "Number(b.about === 'deleteVideos') - Number(a.about === 'deleteVideos')",
      wrong: "Number(a.about === 'deleteVideos') - Number(b.about === 'deleteVideos')",
      test: 'verify-judgements.test.ts',
    },
    {
      law: 'a failure shows nothing about the API',
      file: 'src/verify/observed.ts',
      right: "  if (status >= 500) return 'failed';\n",
      wrong: '',
      test: 'verify-judgements.test.ts',
    },
    {
      law: 'an error that is not of the API shows nothing about it',
      file: 'src/verify/observed.ts',
      right: '(status >= 400 ? isError(body) : shapes[wanted](body))',
      wrong: '(status >= 400 || shapes[wanted](body))',
      test: 'verify-judgements.test.ts',
    },
    {
      law: 'a code of the server is not told',
      file: 'src/verify/judgement.ts',
      right: "return codes.includes(code) ? code : '(a code that the contract does not know)';",
      wrong: 'return code;',
      test: 'verify-report.test.ts',
    },
    {
      law: 'a header of the server is not told',
      file: 'src/verify/judgements.ts',
      right: "readable ? '429 with the header'",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text.
      wrong: 'readable ? `429 with ${readable.retryAfter}`',
      test: 'verify-report.test.ts',
    },
    {
      law: 'a state of the server is not told',
      file: 'src/verify/judgementsOfDeletion.ts',
      right: "return known === undefined ? 'a state that the contract does not know'",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text.
      wrong: 'return known === undefined ? `state ${state}`',
      test: 'verify-report.test.ts',
    },
    {
      law: 'a server that asks to wait is not waited for without end',
      file: 'src/verify/api.ts',
      right: '    left -= ms;\n',
      wrong: '    left -= 1000;\n',
      test: 'verify.test.ts',
    },
    {
      law: 'a report that was not written after a deletion ends with 5',
      file: 'src/commands/verify.ts',
      right: 'isLossPossible(evidence) || (problem !== undefined && deletion?.isConfirmed)',
      wrong: 'isLossPossible(evidence)',
      test: 'verify.test.ts',
    },
    {
      law: 'a report never replaces a file',
      file: 'src/files/report.ts',
      right:
        "  if (name !== undefined) throw new FileError(file, undefined, 'is there already. Choose another. Nothing was sent.');\n",
      wrong: '',
      test: 'verify.test.ts',
    },
  ],
};
