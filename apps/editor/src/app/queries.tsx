// The cache of what was asked of the server, for the screens that ask (E-PERF-19: nothing is polled, the socket says what changed). It
// wraps those screens and not the whole application, so that a file opens without it.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ComponentType, ReactNode } from 'react';
import { ApiError } from '../server/api.ts';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      refetchOnWindowFocus: false,
      staleTime: Number.POSITIVE_INFINITY,
      retry: (count, error) => error instanceof ApiError && error.code === 'network' && count < 3,
    },
  },
});

function Queries({ children }: { readonly children: ReactNode }) {
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

/** A screen that asks the server, with the cache around it. */
export function withQueries<P extends object>(Screen: ComponentType<P>): ComponentType<P> {
  return (props: P) => (
    <Queries>
      <Screen {...props} />
    </Queries>
  );
}
