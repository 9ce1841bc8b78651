// Providers and the shell; everything on the screen hangs below.
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { ApiError } from '../server/api.ts';
import { colorSchemeManager, schemeOf, useThemeChoice } from './colorScheme.ts';
import './fonts.css';
import { Shell } from './Shell.tsx';
import { theme } from './theme.ts';
import './theme.css';

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // The socket says when something changed; nothing is polled (E-PERF-19).
      refetchOnWindowFocus: false,
      staleTime: Number.POSITIVE_INFINITY,
      retry: (count, error) => error instanceof ApiError && error.code === 'network' && count < 3,
    },
  },
});

export function App() {
  const choice = useThemeChoice((state) => state.choice);
  return (
    <QueryClientProvider client={queryClient}>
      <MantineProvider theme={theme} colorSchemeManager={colorSchemeManager} defaultColorScheme={schemeOf(choice)}>
        <Notifications position="bottom-right" limit={4} containerWidth={360} />
        <Shell />
      </MantineProvider>
    </QueryClientProvider>
  );
}
