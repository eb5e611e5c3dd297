/** Started as a program, as cold-start.ts is: the import without a flow. */
import 'millrace';
