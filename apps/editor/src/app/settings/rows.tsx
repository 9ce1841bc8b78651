// A setting on its row: what it is called, what it changes, and its control (E-SHELL-16).
import { NativeSelect, Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import { type Preferences, setPreferences, usePreferences } from '../preferences.ts';
import classes from './SettingsScreen.module.css';

export function Row({
  title,
  help,
  children,
}: {
  readonly title: string;
  readonly help: string;
  readonly children: ReactNode;
}) {
  return (
    <div className={classes['row']}>
      <div>
        <div className={classes['title']}>{title}</div>
        <div className={classes['help']}>{help}</div>
      </div>
      <div className={classes['control']}>{children}</div>
    </div>
  );
}

type Named<T> = { [K in keyof Preferences]: Preferences[K] extends T ? K : never }[keyof Preferences];

export function Toggle({
  id,
  title,
  help,
}: {
  readonly id: Named<boolean>;
  readonly title: string;
  readonly help: string;
}) {
  const on = usePreferences((state) => state[id]);
  return (
    <Row title={title} help={help}>
      <Switch
        size="md"
        aria-label={title}
        checked={on}
        onChange={(event) => setPreferences({ [id]: event.currentTarget.checked })}
      />
    </Row>
  );
}

/** One of a few words, each with its label, in the order they are shown. */
export function Choice<K extends Named<string>>({
  id,
  title,
  help,
  labels,
}: {
  readonly id: K;
  readonly title: string;
  readonly help: string;
  readonly labels: Readonly<Record<Preferences[K] & string, string>>;
}) {
  const value = usePreferences((state) => state[id]);
  return (
    <Row title={title} help={help}>
      <NativeSelect
        aria-label={title}
        value={value}
        data={Object.entries<string>(labels).map(([each, label]) => ({ value: each, label }))}
        onChange={(event) => setPreferences({ [id]: event.currentTarget.value })}
      />
    </Row>
  );
}
