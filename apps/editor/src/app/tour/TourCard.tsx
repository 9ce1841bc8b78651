// The card of the tour: lies over the foot of the panel at the right, beside minimap and zoom, and leaves everything else usable. Esc or × ends it; focus comes to it and goes back.
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import { useEffect, useRef } from 'react';
import { PlainButton } from '../../ui/PlainButton.tsx';
import { endTour, useTour } from './tour.ts';
import { type TourStep, tourSteps } from './tourSteps.ts';
import classes from './TourCard.module.css';

export function TourCard() {
  const { step, fileId } = useTour();
  const shown = step === null ? undefined : tourSteps[step];
  const entered = useRef(-1);
  useEffect(() => {
    if (step === null || fileId === null || !shown) return;
    document.documentElement.dataset['tour'] = shown.shows;
    if (entered.current === step) return;
    entered.current = step;
    void shown.enter(fileId);
  }, [step, fileId, shown]);
  return step !== null && shown ? <Card step={step} shown={shown} /> : null;
}

function Card({ step, shown }: { readonly step: number; readonly shown: TourStep }) {
  const card = useRef<HTMLDivElement>(null);
  useEffect(() => card.current?.focus(), [step]);
  const isLast = step === tourSteps.length - 1;
  const go = (to: number): void => useTour.setState({ step: to });
  return (
    <div
      ref={card}
      role="dialog"
      aria-labelledby="tour-title"
      aria-describedby="tour-text"
      className={classes['card']}
      data-region="tour"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape') endTour();
      }}
    >
      <div className={classes['head']}>
        <h2 id="tour-title">{shown.title}</h2>
        <PlainButton look="icon" aria-label="End the tour" onClick={endTour}>
          <IconX size={16} stroke={1.75} aria-hidden />
        </PlainButton>
      </div>
      <p id="tour-text">{shown.text}</p>
      <div className={classes['foot']}>
        <span className={classes['count']}>
          {step + 1} of {tourSteps.length}
        </span>
        {step > 0 ? (
          <PlainButton look="default" onClick={() => go(step - 1)}>
            Back
          </PlainButton>
        ) : null}
        <PlainButton look="primary" onClick={() => (isLast ? endTour() : go(step + 1))}>
          {isLast ? 'Done' : 'Next'}
        </PlainButton>
      </div>
    </div>
  );
}
