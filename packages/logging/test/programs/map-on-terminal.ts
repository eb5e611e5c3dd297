import { setTimeout as delay } from 'node:timers/promises';
import { createLogger, createProgress, createRunLogObserver } from '../../src/index.js';
import { flowEvent, flowFacts, lifeOf, mapEnded, mapFacts, state, taskFacts } from '../support/events.js';

/** The events of a flow with a map that takes a second, as the engine tells them. */
const logger = createLogger();
const observers = [createRunLogObserver(logger), createProgress({ logger })];
const tell: (typeof observers)[number]['observe'] = (event) => observers.forEach((observer) => observer.observe(event));

const flow = flowFacts();
const map = mapFacts({ size: 20 });
const now = Date.now();
tell(flowEvent(flow, state('PENDING', now), undefined));
tell({ type: 'map-started', map, timestamp: now });
for (let mapIndex = 0; mapIndex < 20; mapIndex++) {
  await delay(50);
  for (const event of lifeOf(taskFacts({ map, mapIndex }), { timestamp: Date.now() })) tell(event);
  if (mapIndex === 15) console.log('a line on stdout');
}
tell(mapEnded(map, { runs: 20, completed: 20 }, 1_000));
tell(flowEvent(flow, state('COMPLETED', Date.now()), state('RUNNING', now)));
// Nothing keeps the process alive now: it ends by itself.
