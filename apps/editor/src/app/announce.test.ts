// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { announce, spokenNow } from './announce.tsx';
import { setPreferences } from './preferences.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.advanceTimersByTime(10_000);
});
afterEach(() => {
  vi.runAllTimers();
  setPreferences({ announcements: 'all' });
  vi.useRealTimers();
});

test('E-A11Y-05 messages within half a second are one, also when they keep coming', () => {
  for (let n = 0; n < 5; n++) {
    announce(`Act ${n}`);
    vi.advanceTimersByTime(200);
  }
  expect(spokenNow()).toBe('Act 0. Act 1. Act 2');
  vi.advanceTimersByTime(500);
  expect(spokenNow()).toBe('Act 3. Act 4');
});

test('E-A11Y-05 a live run speaks at most every two seconds; acts do not wait for it', () => {
  announce('a finished', 'live');
  vi.advanceTimersByTime(500);
  expect(spokenNow()).toBe('a finished');
  for (const node of 'bcdefg') announce(`${node} finished`, 'live');
  vi.advanceTimersByTime(1_900);
  expect(spokenNow()).toBe('a finished');
  vi.advanceTimersByTime(100);
  expect(spokenNow()).toBe('b finished. c finished. d finished. e finished. and 2 more');
  announce('h finished', 'live');
  announce('Saved x.iter');
  vi.advanceTimersByTime(500);
  expect(spokenNow()).toContain('Saved x.iter');
});

test('E-A11Y-05 a step of the history is spoken when its act says nothing better; the setting silences runs, or all', () => {
  announce('Add plan', 'step');
  announce('Node plan added after start');
  vi.advanceTimersByTime(500);
  expect(spokenNow()).toBe('Node plan added after start');
  setPreferences({ announcements: 'acts' });
  announce('verdict finished', 'live');
  announce('Move 3 nodes', 'step');
  vi.advanceTimersByTime(2_500);
  expect(spokenNow()).toBe('Move 3 nodes');
  setPreferences({ announcements: 'off' });
  announce('Saved x.iter');
  vi.advanceTimersByTime(2_500);
  expect(spokenNow()).toBe('Move 3 nodes');
});
