import { Etl } from './etl.js';

console.log(`doubled ${JSON.stringify(await new Etl().etl())}`);
