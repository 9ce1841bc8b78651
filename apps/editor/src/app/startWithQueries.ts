// The start page with the cache of what it asks the server.
import { withQueries } from './queries.tsx';
import { StartScreen } from './StartScreen.tsx';

export const StartWithQueries = withQueries(StartScreen);
