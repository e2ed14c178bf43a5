/** What `make` gives, made when it is asked for first: at the start of a function it would cost those calls that do not need it. */
export function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
