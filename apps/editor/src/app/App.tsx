// Providers and the shell; everything on the screen hangs below.
import { MantineProvider } from '@mantine/core';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import { Suspense, lazy } from 'react';
import { colorSchemeManager, schemeOf, useThemeChoice } from './colorScheme.ts';
import './fonts.css';
import { Shell } from './Shell.tsx';
import { theme } from './theme.ts';
import './theme.css';

const NoticeHost = lazy(async () => ({ default: (await import('./noticeHost.tsx')).NoticeHost }));

export function App() {
  const choice = useThemeChoice((state) => state.choice);
  return (
    <MantineProvider theme={theme} colorSchemeManager={colorSchemeManager} defaultColorScheme={schemeOf(choice)}>
      <Shell />
      <Suspense fallback={null}>
        <NoticeHost />
      </Suspense>
    </MantineProvider>
  );
}
