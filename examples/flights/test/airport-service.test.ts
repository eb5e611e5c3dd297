import { tasks } from 'millrace';
import { ServiceBusyError, requestAirports } from '../src/airport-service.js';
import { Flights } from '../src/flights.js';

it.each([1, 2])('is busy at attempt %d', async (attempt) => {
  await expect(requestAirports(attempt)).rejects.toThrow(ServiceBusyError);
});

it('gives the airports to the task after two retries', async () => {
  const names: string[] = [];
  const future = tasks(new Flights()).fetchAirports.submit();
  future.states$.subscribe((state) => names.push(state.name));

  const airports = await future;

  expect(airports).toHaveLength(3_376);
  expect(airports).toContainEqual({ iata: 'ORD', name: "Chicago O'Hare International", city: 'Chicago', state: 'IL' });
  expect(names).toEqual(['Pending', 'Running', 'AwaitingRetry', 'Retrying', 'AwaitingRetry', 'Retrying', 'Completed']);
});
