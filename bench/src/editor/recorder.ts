// What runs inside the measured page: it notes when things were painted, how long frames, tasks and inputs took. Serialised by Playwright,
// so `recordInPage` stands alone.
import type { Page } from '@playwright/test';

export interface Recorder {
  /** Milliseconds since navigation of the first painted card, and of the moment everything else was there and the thread at rest. */
  visible: number;
  interactive: number;
  /** Tasks of more than 50 ms, as the browser reports them. */
  longTasks: number[];
  /** Durations of input events until the next paint, of those the browser finds worth reporting (16 ms and more). */
  inputs: number[];
  frames: number[];
  /** Milliseconds from each marked key press until a card was painted that differs. */
  canvas: number[];
  recordFrames: boolean;
  /** When the last key was pressed. */
  pressed: number;
}

export function recordInPage(): void {
  const recorder: Recorder = {
    visible: 0,
    interactive: 0,
    longTasks: [],
    inputs: [],
    frames: [],
    canvas: [],
    recordFrames: false,
    pressed: 0,
  };
  Object.assign(window, { recorder });
  new PerformanceObserver((list) =>
    recorder.longTasks.push(...list.getEntries().map((entry) => entry.duration)),
  ).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.name === 'keydown') recorder.inputs.push(entry.duration);
  }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);

  /** Runs after the frame that is being made has been handed over. */
  const afterPaint = (then: (time: number) => void): void => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', () => then(performance.now()));
      port1.start();
      port2.postMessage(null);
    });
  };

  // First of all listeners: what a key causes may be on the page before the next one runs.
  let pressed = 0;
  addEventListener('keydown', ({ timeStamp }) => (recorder.pressed = pressed = timeStamp), true);
  new MutationObserver((records) => {
    if (recorder.visible === 0 && document.querySelector('[id^="card-node:"], [data-lod="painted"] canvas')) {
      recorder.visible = 1;
      afterPaint((time) => (recorder.visible = time));
    }
    if (recorder.interactive === 0 && document.querySelector('[aria-label="Select tool"]')) {
      recorder.interactive = 1;
      requestIdleCallback(() => (recorder.interactive = performance.now()));
    }
    const onCard = records.some(({ target }) => {
      const element = target instanceof Element ? target : target.parentElement;
      return element?.closest('[id^="card-node:"]') && !element.hasAttribute('data-look');
    });
    if (pressed > 0 && onCard) {
      const since = pressed;
      pressed = 0;
      afterPaint((time) => recorder.canvas.push(time - since));
    }
  }).observe(document, { subtree: true, childList: true, characterData: true });

  let before = 0;
  const frame = (time: number): void => {
    if (recorder.recordFrames && before > 0) recorder.frames.push(time - before);
    before = recorder.recordFrames ? time : 0;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

/** What was recorded so far. */
export async function recorded(page: Page): Promise<Recorder> {
  return page.evaluate(() => (window as unknown as { recorder: Recorder }).recorder);
}
/** Forgets what was recorded and says whether frames are to be recorded from now on. */
export async function restart(page: Page, recordFrames = false): Promise<void> {
  await page.evaluate((frames) => {
    const { recorder } = window as unknown as { recorder: Recorder };
    Object.assign(recorder, { longTasks: [], inputs: [], frames: [], canvas: [], recordFrames: frames });
  }, recordFrames);
}
