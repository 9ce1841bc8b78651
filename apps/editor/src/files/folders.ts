// Folders that a path needs: people write `flows/new/review.iter` and mean it.
import { ApiError, api } from '../server/api.ts';

/** Carries out `act`, which writes to `path`; when a folder of that path is missing, makes them and tries once more. */
export async function withFolders<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const parts = path.split('/').slice(0, -1);
    if (!(error instanceof ApiError) || error.code !== 'not_found' || parts.length === 0) throw error;
    for (let depth = 1; depth <= parts.length; depth++) await createFolder(parts.slice(0, depth).join('/'));
    return act();
  }
}

async function createFolder(path: string): Promise<void> {
  try {
    await api.call('folder.create', { body: { path } });
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'exists') throw error;
  }
}
