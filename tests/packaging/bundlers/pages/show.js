// Where the stream is, and where its events are shown.

export const stream = new URLSearchParams(location.search).get("stream");

const output = document.querySelector("output");

export function show({ data }) {
  output.append(data, " ");
}
