import { ConcurrentTaskRunner, Flow, Task, getRunContext, tasks, unmapped } from 'millrace';
import { ServiceBusyError, requestAirports } from './airport-service.js';
import type { Airport } from './airport-service.js';
import { rowGroups } from './data-set.js';
import type { RowCount, RowGroup } from './data-set.js';
import { combineStatistics, reduceFlights } from './delay-statistics.js';
import type { DelayReport, DelayStatistics } from './delay-statistics.js';
import type { FlightColumns } from './flight-columns.js';
import { joinAirports } from './join-airports.js';
import type { JoinedFlights } from './join-airports.js';
import { readRowGroup } from './read-row-group.js';
import { validateFlights } from './validate-flights.js';
import type { CheckedFlights } from './validate-flights.js';
import { writeReport } from './write-report.js';

/** How late flights are, by airport and by hour of the day. */
export class Flights {
  @Task({ retries: 3, retryDelay: ['200ms', '400ms'], retryOn: [ServiceBusyError] })
  fetchAirports(): Promise<Airport[]> {
    return requestAirports(getRunContext()?.attempt ?? 1);
  }

  @Task()
  extract(group: RowGroup): Promise<FlightColumns> {
    return readRowGroup(group);
  }

  @Task()
  validate(flights: FlightColumns): CheckedFlights {
    return validateFlights(flights);
  }

  @Task()
  join(flights: CheckedFlights, airports: Airport[]): JoinedFlights {
    return joinAirports(flights, airports);
  }

  @Task()
  reduce(flights: JoinedFlights): DelayStatistics {
    return reduceFlights(flights);
  }

  @Task()
  combine(parts: DelayStatistics[]): DelayReport {
    return combineStatistics(parts);
  }

  @Task()
  load(report: DelayReport, directory: string): Promise<string[]> {
    return writeReport(report, directory);
  }

  /** Writes the report into `directory` and gives it back. Two row groups at a time: each is a few megabytes. */
  @Flow({ name: 'flights', runner: new ConcurrentTaskRunner({ concurrency: 2 }) })
  async report(rows: RowCount, directory: string): Promise<DelayReport> {
    const { fetchAirports, extract, validate, join, reduce, combine, load } = tasks(this);

    const airports = fetchAirports.submit();
    const flights = validate.map(extract.map(rowGroups(rows)));
    const parts = reduce.map(join.map(flights, unmapped(airports)));
    const report = combine.submit(parts);
    load.submit(report, directory);
    return report;
  }
}
