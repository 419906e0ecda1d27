/** Fails to compile unless both types are the same. */
export function same<A, B>(
  ..._: (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? [] : ["not the same"]
) {}
