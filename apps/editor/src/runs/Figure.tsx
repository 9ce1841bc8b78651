// One figure of a run against its limit, with a gauge that warns at 80 % (E-RUN-13).
import type { ViewBudget } from '@iterion/engine';
import classes from './RunHeaderBar.module.css';

interface Props {
  readonly label: string;
  readonly about?: string;
  readonly value: string;
  readonly of: ViewBudget;
  readonly show: (limit: number) => string;
}

export function Figure({ label, about = label, value, of, show }: Props) {
  const share = of.limit === null || of.limit === 0 ? null : Math.min(1, of.used / of.limit);
  const level = of.exceeded ? 'exceeded' : of.warned || (share !== null && share >= 0.8) ? 'warned' : undefined;
  return (
    <span
      className={classes['figure']}
      title={level === undefined ? about : `${about}. ${level === 'exceeded' ? 'Used up' : 'More than 80 % used'}`}
      data-level={level}
    >
      <span className={classes['label']}>{label}</span>
      <span>
        <span className={classes['value']}>{value}</span>
        {of.limit === null ? null : <span className={classes['dim']}> of {show(of.limit)}</span>}
        {level === undefined ? null : (
          <span className="visually-hidden">{level === 'exceeded' ? ', used up' : ', more than 80 % used'}</span>
        )}
      </span>
      {share === null ? null : (
        <span className={classes['gauge']} aria-hidden>
          <span style={{ width: `${share * 100}%` }} />
        </span>
      )}
    </span>
  );
}
