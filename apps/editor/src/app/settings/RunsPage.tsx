import { Switch } from '@mantine/core';
import { notify } from '../notifications.tsx';
import { setPreferences, usePreferences } from '../preferences.ts';
import { Choice, Row } from './rows.tsx';

/** How simulated runs go, and how runs call for people. */
export function RunsPage() {
  return (
    <>
      <Choice
        id="simulationPace"
        title="Pace of simulated runs"
        help="How long each simulated result takes, so that you can watch the way it goes."
        labels={{ slow: 'Slow, 1.5 s', watch: 'To watch, 0.35 s', fast: 'At once' }}
      />
      <QuestionAlerts />
    </>
  );
}

function QuestionAlerts() {
  const on = usePreferences((state) => state.notifyQuestions);
  const title = 'Tell of questions outside this page';
  return (
    <Row
      title={title}
      help="A notification of the browser when a run waits for an answer and this page is not in front."
    >
      <Switch
        size="md"
        aria-label={title}
        checked={on}
        onChange={(event) => {
          if (event.currentTarget.checked) void allowAlerts();
          else setPreferences({ notifyQuestions: false });
        }}
      />
    </Row>
  );
}

async function allowAlerts(): Promise<void> {
  const permission = 'Notification' in window ? await Notification.requestPermission() : 'denied';
  if (permission === 'granted') setPreferences({ notifyQuestions: true });
  else
    notify({
      kind: 'warning',
      title: 'The browser does not allow notifications',
      message: 'Allow them for this page in the settings of the browser, then switch this on again.',
      key: 'alerts',
    });
}
