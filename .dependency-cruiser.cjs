// Who may import whom (docs/design/architecture.md). Arrows point down only; no cycle anywhere.
const rule = (name, from, to) => ({ name, severity: 'error', from: { path: from }, to: { path: to } });
module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    rule('dsl-imports-nothing-of-ours', '^packages/dsl/', '^(packages/(engine|protocol|runtime)|apps)/'),
    rule('engine-imports-dsl-only', '^packages/engine/', '^(packages/(protocol|runtime)|apps)/'),
    rule('protocol-imports-types-only-below', '^packages/protocol/', '^(packages/runtime|apps)/'),
    rule('runtime-imports-no-app', '^packages/runtime/', '^apps/'),
    rule('runtime-never-imports-fastify', '^packages/runtime/', 'node_modules/@?fastify'),
    rule('server-imports-no-other-app', '^apps/server/', '^apps/(cli|editor)/'),
    rule('editor-has-no-hands', '^apps/editor/', '^(packages/runtime|apps/(server|cli))/'),
    rule('cli-imports-no-editor', '^apps/cli/', '^apps/editor/'),
    {
      name: 'pure-packages-have-no-node',
      severity: 'error',
      from: { path: '^packages/(dsl|engine)/src/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core', 'npm'], pathNot: '^packages/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
