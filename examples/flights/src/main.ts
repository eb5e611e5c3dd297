import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DATA_SETS } from './data-set.js';
import type { RowCount } from './data-set.js';
import { Flights } from './flights.js';
import { summaryTable } from './summary-table.js';

const SIZES = Object.keys(DATA_SETS).join(', ');

const HELP = `How late were flights in the United States, January to June 2001?

  npm run demo -- [--rows N] [--output DIR]

  --rows N       how many flights: ${SIZES} (default 3000000)
  --output DIR   where the files go (default examples/flights/output)
  --help         this text`;

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '3000000' },
    output: { type: 'string', default: fileURLToPath(new URL('../output', import.meta.url)) },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(HELP);
} else if (!(values.rows in DATA_SETS)) {
  console.error(`--rows must be one of ${SIZES}, got '${values.rows}'.`);
  process.exitCode = 2;
} else {
  // npm runs scripts elsewhere than where it was called; a relative path means the latter.
  const directory = resolve(process.env.INIT_CWD ?? '.', values.output);
  const report = await new Flights().report(Number(values.rows) as RowCount, directory);
  console.log(summaryTable(report));
  console.log(`\nwritten to ${directory}`);
}
