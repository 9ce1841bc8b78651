// Calls for people (E-RUN-43): how many questions are open stands in the title of the page, beside what is shown; a new one is told by the
// browser when people want that and the page is not in front.
import { displayName, isDirty } from '../document/model.ts';
import { useDocuments } from '../document/store.ts';
import { useQuestions } from '../runs/runsChannel.ts';
import { goTo } from './navigation.ts';
import { preferences } from './preferences.ts';
import { routeOf } from './routes.ts';

export function startPageTitle(): void {
  const show = (): void => {
    const title = titleNow();
    if (document.title !== title) document.title = title;
  };
  useDocuments.subscribe(show);
  useQuestions.subscribe(show);
  onNavigation(show);
  show();
}

/** `(2) judge_loop.iter ● · Iterion`. */
function titleNow(): string {
  const waiting = useQuestions.getState().items.filter(({ state }) => state === 'open').length;
  const what = screenTitle();
  return `${waiting > 0 ? `(${waiting}) ` : ''}${what === null ? '' : `${what} · `}Iterion`;
}
function screenTitle(): string | null {
  const route = routeOf(location.pathname);
  switch (route.screen) {
    case 'start':
      return null;
    case 'edit': {
      const { active, documents } = useDocuments.getState();
      const file = active === null ? undefined : documents[active];
      return file ? `${displayName(file)}${isDirty(file) ? ' ●' : ''}` : null;
    }
    case 'run':
      return `Run ${route.runId}`;
    case 'runs':
      return 'Runs';
    case 'inbox':
      return 'Inbox';
    case 'settings':
      return 'Settings';
    case 'unknown':
      return 'Nothing here';
    default:
      return route satisfies never;
  }
}

/** The router announces its moves on the window; back and forward are the browser's own. */
function onNavigation(listener: () => void): void {
  for (const event of ['popstate', 'pushState', 'replaceState']) window.addEventListener(event, listener);
}

export function startQuestionAlerts(): void {
  useQuestions.subscribe(({ items, loaded }, before) => {
    if (!before.loaded || !loaded || !preferences().notifyQuestions || document.hasFocus()) return;
    const known = new Set(before.items.map(({ runId, id }) => `${runId} ${id}`));
    for (const question of items) {
      if (question.state !== 'open' || known.has(`${question.runId} ${question.id}`)) continue;
      const alert = new Notification(`${question.node} waits for an answer`, {
        body: (question.instructions ?? '').slice(0, 200),
        tag: `${question.runId} ${question.id}`,
      });
      alert.addEventListener('click', () => {
        window.focus();
        goTo(`/inbox?id=${encodeURIComponent(question.id)}`);
        alert.close();
      });
    }
  });
}
