/**
 * Flights as columns: one entry a flight in each, 28 bytes a flight, no object per flight. Plain data that can go to
 * another thread as it is.
 */
export interface FlightColumns {
  readonly count: number;
  /** Minutes since 1970 on the clocks of the origin; NaN when missing, as in the next two. */
  readonly departure: Float64Array;
  /** Minutes after the scheduled arrival; negative is early. */
  readonly delay: Float64Array;
  /** Miles. */
  readonly distance: Float64Array;
  /** Positions in `codes`. */
  readonly origin: Uint16Array;
  readonly destination: Uint16Array;
  /** The airports' IATA codes, each once; '' stands for a missing one. */
  readonly codes: readonly string[];
}

/** One flight, taken out of the columns to be looked at by people. */
export interface Flight {
  readonly departure: string;
  readonly origin: string;
  readonly destination: string;
  readonly distance: number;
  readonly delay: number;
}

export function flightAt(columns: FlightColumns, row: number): Flight {
  const departure = columns.departure[row]!;
  return {
    departure: Number.isNaN(departure) ? '' : new Date(departure * 60_000).toISOString().slice(0, 16).replace('T', ' '),
    origin: columns.codes[columns.origin[row]!]!,
    destination: columns.codes[columns.destination[row]!]!,
    distance: columns.distance[row]!,
    delay: columns.delay[row]!,
  };
}

/** The columns without the given rows, which must ascend. */
export function withoutRows(columns: FlightColumns, rows: readonly number[]): FlightColumns {
  if (rows.length === 0) return columns;
  return {
    count: columns.count - rows.length,
    departure: dropEntries(columns.departure, rows),
    delay: dropEntries(columns.delay, rows),
    distance: dropEntries(columns.distance, rows),
    origin: dropEntries(columns.origin, rows),
    destination: dropEntries(columns.destination, rows),
    codes: columns.codes,
  };
}

function dropEntries<T extends Float64Array | Uint16Array>(column: T, rows: readonly number[]): T {
  const kept = column.slice() as T;
  let length = 0;
  let next = 0;
  for (let row = 0; row < column.length; row++) {
    if (row === rows[next]) next++;
    else kept[length++] = column[row]!;
  }
  return kept.slice(0, length) as T;
}
