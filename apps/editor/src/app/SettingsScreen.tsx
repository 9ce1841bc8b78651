// Settings of this browser (E-SHELL-16): appearance, editor, keyboard with the keys of every command. What a switch changes is said beside it.
import { NativeSelect, Switch, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { chooseTheme, themeChoices, themeTitles, useThemeChoice } from './colorScheme.ts';
import { KeyboardSettings } from './KeyboardSettings.tsx';
import { type Preferences, setPreferences, usePreferences } from './preferences.ts';
import classes from './SettingsScreen.module.css';

const pages = [
  { id: 'appearance', title: 'Appearance' },
  { id: 'editor', title: 'Editor' },
  { id: 'keyboard', title: 'Keyboard' },
] as const;

export function SettingsScreen({ page }: { readonly page: string }) {
  return (
    <main id="main" className={classes['screen']}>
      <div className={classes['page']}>
        <Title order={1}>Settings</Title>
        <nav className={classes['pages']} aria-label="Settings">
          {pages.map((item) => (
            <Link key={item.id} href={`/settings/${item.id}`} aria-current={item.id === page ? 'page' : undefined}>
              {item.title}
            </Link>
          ))}
        </nav>
        {page === 'editor' ? <EditorPage /> : page === 'keyboard' ? <KeyboardPage /> : <AppearancePage />}
      </div>
    </main>
  );
}

function AppearancePage() {
  const choice = useThemeChoice((state) => state.choice);
  const density = usePreferences((state) => state.density);
  return (
    <>
      <Row title="Theme" help="High contrast also follows the system's wish for more contrast.">
        <NativeSelect
          aria-label="Theme"
          value={choice}
          data={themeChoices.map((value) => ({ value, label: themeTitles[value] }))}
          onChange={(event) => {
            const next = themeChoices.find((value) => value === event.currentTarget.value);
            if (next) chooseTheme(next);
          }}
        />
      </Row>
      <Row title="Card density" help="How much a node's card says on the canvas.">
        <NativeSelect
          aria-label="Card density"
          value={density}
          data={['compact', 'normal', 'detailed']}
          onChange={(event) => setPreferences({ density: event.currentTarget.value as Preferences['density'] })}
        />
      </Row>
      <Toggle id="minimap" title="Minimap" help="A small map of the graph in the corner of the canvas." />
    </>
  );
}

function EditorPage() {
  const autosave = usePreferences((state) => state.autosave);
  return (
    <>
      <Row title="Autosave" help="Unsaved changes survive a reload in any case.">
        <NativeSelect
          aria-label="Autosave"
          value={autosave}
          data={[
            { value: 'off', label: 'Off' },
            { value: 'focus', label: 'When the focus leaves' },
            { value: 'delay', label: 'Two seconds after a change' },
          ]}
          onChange={(event) => setPreferences({ autosave: event.currentTarget.value as Preferences['autosave'] })}
        />
      </Row>
      <Toggle id="formatOnSave" title="Format on save" help="Only while the text has no errors." />
      <Toggle id="wordWrap" title="Wrap long lines" help="In the source view." />
      <Toggle
        id="followSelection"
        title="Source follows the selection"
        help="Selecting in the graph scrolls the text."
      />
      <Toggle id="screenReader" title="Screen reader support" help="Optimises the source view for screen readers." />
    </>
  );
}

function KeyboardPage() {
  return (
    <>
      <Toggle
        id="singleKeys"
        title="Single keys on the canvas"
        help="A to add, C to connect, and so on. Off: only keys held with Ctrl, Alt or the like act."
      />
      <KeyboardSettings />
    </>
  );
}

function Row({
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

type Flag = { [K in keyof Preferences]: Preferences[K] extends boolean ? K : never }[keyof Preferences];
function Toggle({ id, title, help }: { readonly id: Flag; readonly title: string; readonly help: string }) {
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
