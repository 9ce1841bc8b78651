// When a person last pressed something, by the browser's own stamp: a page that was busy meanwhile tears no typing apart (E-UNDO-04).
let pressedAt: number | null = null;

const note = (event: Event): void => {
  pressedAt = performance.timeOrigin + event.timeStamp;
};
for (const type of ['keydown', 'input', 'pointerdown', 'compositionend'])
  globalThis.addEventListener?.(type, note, { capture: true, passive: true });

/** Milliseconds since the epoch; now, before anything was pressed. */
export function typedAt(): number {
  return pressedAt ?? Date.now();
}
