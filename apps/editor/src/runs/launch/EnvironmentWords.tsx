// What of the environment a run needs and does not find (E-RUN-04): variables and backends that the file names. Presence only, never a value.
import type { Prepared } from './prepared.ts';
import classes from './LaunchDialog.module.css';

export function EnvironmentWords({
  prepared,
  simulated,
}: {
  readonly prepared: Prepared;
  readonly simulated: boolean;
}) {
  const missing = missingOf(prepared, simulated);
  if (missing.length === 0) return null;
  return (
    <ul className={classes['missing']} aria-label="Missing in the environment">
      {missing.map((words) => (
        <li key={words}>
          <span aria-hidden>✕</span> {words}
        </li>
      ))}
    </ul>
  );
}

function missingOf({ environment, trust: { manifest } }: Prepared, simulated: boolean): readonly string[] {
  const names = new Map<string, string[]>();
  for (const { name, node } of manifest.environment) {
    const present = environment.variables.find((each) => each.name === name)?.present ?? true;
    if (!present) names.set(name, [...(names.get(name) ?? []), ...(node === undefined ? [] : [node])]);
  }
  const variables = [...names].map(
    ([name, nodes]) => `${name} is not set${nodes.length === 0 ? '' : `, needed by ${nodes.join(', ')}`}`,
  );
  if (simulated) return variables;
  const backends = environment.backends.flatMap(({ id, available, reason }) => {
    const users = manifest.backends.filter(({ name }) => name === id).flatMap(({ node }) => node ?? []);
    return available || !manifest.backends.some(({ name }) => name === id)
      ? []
      : [`${id}: ${reason ?? 'not available'}${users.length === 0 ? '' : `, needed by ${users.join(', ')}`}`];
  });
  return [...variables, ...backends];
}
