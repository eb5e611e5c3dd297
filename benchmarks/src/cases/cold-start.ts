/** Not a case for a child that answers: this file is started as a program, and its whole life is the measurement. */
import { flow } from 'millrace';

await flow(async function empty() {})();
