// One parameter of a URL's query.

/** Appends the parameter, and removes others of its name; the rest of the query stays unchanged, byte for byte. */
export function withParameter(url: string, name: string, value: string): string {
  const [address = "", ...fragment] = url.split(/(?=#)/);
  const [path = "", ...rest] = address.split("?");
  const query = rest.join("?");
  const kept = query ? query.split("&").filter((part) => nameOf(part) !== name) : [];
  return `${path}?${[...kept, `${encodeURIComponent(name)}=${encodeURIComponent(value)}`].join("&")}${fragment.join("")}`;
}

function nameOf(part: string): string {
  const [name = ""] = part.split("=");
  try {
    return decodeURIComponent(name.replaceAll("+", " "));
  } catch {
    return name;
  }
}
