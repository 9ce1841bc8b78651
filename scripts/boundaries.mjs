// Holds the arrows of docs/design/architecture.md. dependency-cruiser sees no modules at all when it cannot read the
// sources, and then passes; so the count is checked as well.
import { cruise } from 'dependency-cruiser';
import { createRequire } from 'node:module';

const config = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
const { output } = await cruise(['packages', 'apps'], {
  ...config.options,
  ruleSet: { forbidden: config.forbidden },
  validate: true,
});
const { error, totalCruised } = output.summary;
const ours = output.modules.filter((module) => /^(packages|apps)\/.*\.tsx?$/.test(module.source));
const arrows = ours
  .flatMap((module) => module.dependencies)
  .filter((dependency) => /^(packages|apps)\//.test(dependency.resolved));
for (const violation of output.summary.violations)
  console.error(
    `${violation.rule.name}: ${violation.from} -> ${violation.to}${violation.cycle ? ` (${violation.cycle.map((step) => step.name).join(' -> ')})` : ''}`,
  );
if (ours.length < 10 || arrows.length === 0) {
  console.error(
    `boundaries: only ${ours.length} modules and ${arrows.length} imports were seen; the check itself is broken`,
  );
  process.exit(1);
}
console.log(
  `boundaries: ${ours.length} modules, ${arrows.length} imports of ours (${totalCruised} cruised), ${error} violations`,
);
process.exit(error === 0 ? 0 : 1);
