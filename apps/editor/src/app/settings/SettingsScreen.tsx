// Settings of the user (E-SHELL-16), a page each. What a setting changes is said beside it; where they are kept is said at the foot.
import { Title } from '@mantine/core';
import type { ComponentType } from 'react';
import { Link } from 'wouter';
import { useServerReadOnly } from '../../server/connection.ts';
import { NothingHere } from '../NothingHere.tsx';
import { withQueries } from '../queries.tsx';
import { useSettingsPlace } from '../settingsSync.ts';
import { AppearancePage } from './AppearancePage.tsx';
import { EditorPage } from './EditorPage.tsx';
import { KeyboardPage } from './KeyboardPage.tsx';
import { ModelsPage } from './ModelsPage.tsx';
import { RunsPage } from './RunsPage.tsx';
import classes from './SettingsScreen.module.css';
import { StoragePage } from './StoragePage.tsx';

const pages: readonly { readonly id: string; readonly title: string; readonly Page: ComponentType }[] = [
  { id: 'appearance', title: 'Appearance', Page: AppearancePage },
  { id: 'keyboard', title: 'Keyboard', Page: KeyboardPage },
  { id: 'editor', title: 'Editor', Page: EditorPage },
  { id: 'runs', title: 'Runs', Page: RunsPage },
  { id: 'models', title: 'Models and credentials', Page: withQueries(ModelsPage) },
  { id: 'storage', title: 'Storage', Page: StoragePage },
];

export function SettingsScreen({ page }: { readonly page: string }) {
  const shown = pages.find(({ id }) => id === page);
  if (!shown) return <NothingHere address={`/settings/${page}`} />;
  const { Page } = shown;
  return (
    <main id="main" className={classes['screen']} tabIndex={-1}>
      <div className={classes['page']}>
        <Title order={1}>Settings</Title>
        <nav className={classes['pages']} aria-label="Settings">
          {pages.map((item) => (
            <Link key={item.id} href={`/settings/${item.id}`} aria-current={item.id === page ? 'page' : undefined}>
              {item.title}
            </Link>
          ))}
        </nav>
        <Page />
        <Place />
      </div>
    </main>
  );
}

function Place() {
  const place = useSettingsPlace((state) => state.place);
  const readOnly = useServerReadOnly();
  return (
    <p className={classes['place']}>
      {place === 'server'
        ? 'Settings are kept in your configuration on this computer and apply to every workspace.'
        : `Settings are kept in this browser. ${readOnly ?? 'They are kept in your configuration too once the server answers.'}`}
    </p>
  );
}
