// Sees which event streams the tool reads beside the class.

let read = 0;
const { clone } = Response.prototype;
Response.prototype.clone = function () {
  read += /^text\/event-stream/.test(this.headers.get("Content-Type"));
  return clone.call(this);
};

/** How many streams were read since the page began. */
export function streamsRead() {
  return read;
}

/** Throws unless the tool has left all streams alone, and reads what `open` opens. */
export async function expectOnlyToRead(open) {
  if (read > 0) {
    throw new Error("the tool reads the streams");
  }
  const source = open();
  await new Promise((resolve) => source.addEventListener("open", resolve));
  await new Promise((resolve) => setTimeout(resolve, 100));
  source.close();
  if (read !== 1) {
    throw new Error("the tool reads no stream: there is nothing to cure");
  }
}
