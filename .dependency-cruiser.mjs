// What imports may not do. dependency-cruiser follows each import to its file, through links and `exports` too.
const aPackage = '^(examples|openapi|packages/[^/]+)/';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: "no-other-package's-tests",
      comment: 'What several packages test with belongs into packages/testing.',
      severity: 'error',
      from: { path: aPackage },
      to: { path: `${aPackage}(test|e2e)/`, pathNot: '^$1/' },
    },
    {
      name: 'no-tests-in-the-product',
      severity: 'error',
      from: { path: '^packages/[^/]+/(src|nodes|credentials)/', pathNot: '^packages/(testing|release|bench|demo)/' },
      to: { path: `${aPackage}(test|e2e)/|^packages/testing/` },
    },
    {
      name: 'no-program-without-a-time-limit',
      comment: 'iinked-sign-testing/processes gives every program one. The exceptions name their own.',
      severity: 'error',
      from: {
        path: aPackage,
        pathNot: '^packages/(testing/src/processes|bench/src/program|emulator/e2e/(command|memory)\\.test)\\.ts$',
      },
      to: { path: '^(node:)?child_process$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage|generated)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
};
