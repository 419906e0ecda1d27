// Values for people.

/** Whatever the value, without running its code. */
export function show(value) {
  try {
    return value instanceof Error
      ? `${value.name}: ${value.message.slice(0, 300)} ${placeOf(value)}`
      : String(value).slice(0, 300);
  } catch {
    return `a value that cannot be shown (${typeof value})`;
  }
}

/** The innermost function of its stack that is not a misbehaviour itself. */
function placeOf({ stack }) {
  const lines = String(stack)
    .split("\n")
    .filter((line) => /package\/|dist\//.test(line));
  return lines
    .slice(0, 3)
    .map((line) => line.trim().replace(/\(?(http|file).*\/dist\//, ""))
    .join(" < ");
}
