/**
 * What the compiler shows where a use makes no sense: the type of something that cannot be used, with the reason in its
 * name.
 *
 * @example
 * tasks(this).count.submit();
 * // Property 'submit' does not exist on type MillraceTypeError<'only methods can be tasks'>
 */
export interface MillraceTypeError<Reason extends string> {
  readonly ' why': Reason;
}
