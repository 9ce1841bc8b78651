// What the detail shows while no node is selected: open questions first, then the run's values and output.
import type { View } from '@iterion/engine';
import type { Interaction } from '@iterion/protocol';
import { JsonView } from '../../ui/JsonView.tsx';
import { AnswerForm } from '../answer/AnswerForm.tsx';
import { Fact } from './Overview.tsx';
import classes from './detail.module.css';

export function RunSummary({ view, open }: { readonly view: View; readonly open: readonly Interaction[] }) {
  const { run } = view;
  const finished = view.executions.filter((execution) => execution.status === 'finished').length;
  return (
    <div className={classes['detail']}>
      <header className={classes['head']}>
        <h2>{run.workflow_name}</h2>
        <span className={classes['dim']}>run</span>
      </header>
      <div className={classes['panel']}>
        {open.map((interaction) => (
          <section key={interaction.id} className={classes['asked']} aria-label={`Question of ${interaction.node}`}>
            <h3 className={classes['part']}>{interaction.node} asks</h3>
            <AnswerForm interaction={interaction} />
          </section>
        ))}
        <dl className={classes['facts']}>
          <Fact name="Run">{run.id}</Fact>
          <Fact name="Executions">
            {finished} finished of {view.executions.length} started
          </Fact>
          {run.work_dir === null ? null : <Fact name="Works in">{run.work_dir}</Fact>}
        </dl>
        <h3 className={classes['part']}>Variables and inputs</h3>
        <JsonView value={{ ...run.vars, ...run.inputs }} />
        {run.output === null ? null : (
          <>
            <h3 className={classes['part']}>Output</h3>
            <JsonView value={run.output} />
          </>
        )}
      </div>
    </div>
  );
}
