import ELK from 'elkjs/lib/elk.bundled.js';
import { describe, expect, test } from 'vitest';
import { cardsOf } from '../cards.ts';
import { everyKind, shown } from '../graphs.fixture.ts';
import { boxesTouch } from '../kernels/geometry.ts';
import type { Point } from '../kernels/geometry.ts';
import { entryOffset } from '../kernels/ports.ts';
import { layoutGraphOf } from '../layoutGraphOf.ts';
import { wiresOf } from '../wires.ts';
import { elkAnswer, elkRequest } from './elkGraph.ts';
import { LayoutFailed, LayoutSuperseded, layoutClient } from './elkClient.ts';
import type { LayoutAnswer, LayoutWorker } from './elkClient.ts';

const { graph, projection } = shown(everyKind);
const cards = cardsOf(projection, 'normal', () => false);
const wires = wiresOf(projection, graph.loops, cards.byId);
const layoutGraph = layoutGraphOf(cards.list, wires, 'down', 'normal');

describe('request and answer', () => {
  test('E-LAYOUT-03 equal graphs give equal requests', () => {
    expect(elkRequest(structuredClone(layoutGraph))).toEqual(elkRequest(layoutGraph));
  });
  test('E-LAYOUT-02 start first, ends last, nodes apart, chips off the cards, edges from port to port', async () => {
    const result = elkAnswer(await new ELK().layout(elkRequest(layoutGraph)));
    const boxes = cards.list.map((card) => ({
      ...(result.positions[card.id] as Point),
      ...card.size,
      name: card.name,
    }));
    boxes.forEach((box, index) =>
      expect(boxes.slice(index + 1).some((other) => boxesTouch(box, other, 20))).toBe(false),
    );
    const y = (name: string): number => boxes.find((box) => box.name === name)?.y ?? NaN;
    expect(y('start')).toBe(Math.min(...boxes.map((box) => box.y)));
    expect(y('done')).toBe(Math.max(...boxes.map((box) => box.y)));
    for (const wire of wires) {
      const route = result.routes[wire.id];
      const target = boxes.find((box) => box.name === cards.byId.get(wire.target)?.name);
      expect(route?.points.length).toBeGreaterThanOrEqual(2);
      const entry = target && { x: target.x + entryOffset(target, 'down').x, y: target.y };
      expect(route?.points.at(-1)).toEqual(entry);
      const { label } = wire;
      if (label && route?.label) {
        const chipBox = { ...route.label, ...label };
        expect(boxes.filter((box) => boxesTouch(box, chipBox)).map((box) => box.name)).toEqual([]);
      }
    }
  });
});

/** A worker whose answers the test decides. */
class StubWorker implements LayoutWorker {
  readonly posted: { readonly id: number; readonly cmd: string; readonly graph: object }[] = [];
  stopped = false;
  answered: (answer: LayoutAnswer) => void = () => {};
  crashed: (reason: string) => void = () => {};
  readonly send = (message: object): void => {
    this.posted.push(message as (typeof this.posted)[number]);
  };
  readonly stop = (): void => {
    this.stopped = true;
  };
  readonly listen: LayoutWorker['listen'] = (answered, crashed) => {
    this.answered = answered;
    this.crashed = crashed;
  };
  answer(id: number, data: object): void {
    this.answered({ id, data });
  }
}

describe('client', () => {
  const start = () => {
    const workers: StubWorker[] = [];
    const client = layoutClient(() => {
      const worker = new StubWorker();
      workers.push(worker);
      return worker;
    });
    return { client, workers };
  };
  const asked = async (workers: readonly StubWorker[], count: number): Promise<StubWorker['posted']> => {
    const layouts = (): StubWorker['posted'] =>
      (workers.at(-1)?.posted ?? []).filter((message) => message.cmd === 'layout');
    while (layouts().length < count) await new Promise((resolve) => setTimeout(resolve, 1));
    return layouts();
  };

  test('E-LAYOUT-02 answers with positions; an equal request later comes from the cache', async () => {
    const { client, workers } = start();
    const own = { ...layoutGraph, spacing: 'loose' as const };
    const waiting = client.layout('f', own);
    const [message] = await asked(workers, 1);
    workers[0]?.answer(message?.id ?? -1, { id: 'root', children: [{ id: 'node:a', x: 1.4, y: 2 }] });
    expect((await waiting).positions).toEqual({ 'node:a': { x: 1, y: 2 } });
    expect((await client.layout('f', own)).positions).toEqual({ 'node:a': { x: 1, y: 2 } });
    expect(workers[0]?.posted.filter(({ cmd }) => cmd === 'layout')).toHaveLength(1);
  });
  test('E-LAYOUT-02 a newer request supersedes the older one of the same file', async () => {
    const { client, workers } = start();
    const first = client.layout('f', { ...layoutGraph, direction: 'right' });
    const outcome = first.catch((error: unknown) => error);
    await asked(workers, 1);
    const second = client.layout('f', { ...layoutGraph, direction: 'right', spacing: 'tight' });
    expect(await outcome).toBeInstanceOf(LayoutSuperseded);
    const messages = await asked(workers, 2);
    workers.at(-1)?.answer(messages[1]?.id ?? -1, { id: 'root', children: [] });
    expect((await second).positions).toEqual({});
  });
  test('E-LAYOUT-12 a crash is a failure that says what happens instead', async () => {
    const { client, workers } = start();
    const waiting = client.layout('f', { ...layoutGraph, nodes: layoutGraph.nodes.slice(0, 2), edges: [] });
    const outcome = waiting.catch((error: unknown) => error);
    await asked(workers, 1);
    workers[0]?.crashed('out of memory');
    const error = await outcome;
    expect(error).toBeInstanceOf(LayoutFailed);
    expect((error as Error).message).toMatch(/out of memory.*Tidy all/u);
    expect(workers[0]?.stopped).toBe(true);
  });
});
