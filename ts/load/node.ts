// Whether this is Node, where to load at once blocks no rendering, and a test's virtual time does not wait for threads.

export function isNode(): boolean {
  const { process } = globalThis as { process?: { versions?: { node?: string } } };
  return process?.versions?.node !== undefined;
}
