// One request and its socket. The response is written by hand, because Node's own writer refuses to cut a chunk short, to
// send two lengths or to hang up in the middle of a head.

import { setTimeout as sleep, setImmediate as tick } from "node:timers/promises";

/** Small repeated writes are combined into blocks of this size, so that a flood is fast. */
const BLOCK = 64 * 1024;

export class Exchange {
  /** The bytes of the body that the system has taken. */
  bytesWritten = 0;
  #socket;
  #chunked = false;
  #left = new AbortController();

  constructor(request) {
    this.request = request;
    this.#socket = request.socket;
    // The end of input, not the socket's later "close", so that a client that reconnects is never counted twice.
    for (const event of ["end", "error", "close"]) this.#socket.once(event, () => this.#leave("client"));
  }

  /** Aborts when either side has closed; the reason is "client" or "server". */
  get left() {
    return this.#left.signal;
  }

  sleep(ms) {
    return sleep(ms, undefined, { signal: this.left });
  }

  async head(bytes, { chunked }) {
    await this.#send(bytes);
    this.#chunked = chunked;
  }

  /** Writes body bytes, in one piece or by `slice`, `times` and `every`. `raw` bytes are not framed. */
  async write({ bytes, raw = false, slice, times, every }) {
    let first = true;
    for (const piece of pieces(bytes, { slice, times, every })) {
      if (!first && every !== undefined) await this.sleep(every);
      else if (!first && slice !== undefined) await tick();
      first = false;
      await this.#send(raw || !this.#chunked ? piece : chunk(piece));
      this.bytesWritten += piece.length;
    }
  }

  hold() {
    return new Promise((resolve) => {
      if (this.left.aborted) resolve();
      else this.left.addEventListener("abort", resolve, { once: true });
    });
  }

  /** Ends the body cleanly, if the framing has an end. */
  async end() {
    if (this.#chunked) await this.#send("0\r\n\r\n");
    this.fin();
  }

  fin() {
    this.#leave("server");
    this.#socket.destroySoon();
  }

  reset() {
    this.#leave("server");
    this.#socket.resetAndDestroy();
  }

  /** Resolves when the system has taken the bytes, so that a client that stops reading stops the script. */
  #send(bytes) {
    this.left.throwIfAborted();
    return new Promise((resolve, reject) => {
      this.#socket.write(bytes, "latin1", (error) => {
        if (!error) return resolve();
        this.#leave("client");
        reject(error);
      });
    });
  }

  #leave(by) {
    this.#left.abort(by);
  }
}

/** No bytes make no chunk, because an empty chunk ends the body. */
function* pieces(bytes, { slice, times = 1, every }) {
  const gathered = slice === undefined && every === undefined ? Math.ceil(BLOCK / bytes.length) : 1;
  for (let sent = 0; sent < times; sent += gathered) {
    const part = Buffer.concat(Array(Math.min(gathered, times - sent)).fill(bytes));
    for (let at = 0; at < part.length; at += slice ?? part.length) {
      yield part.subarray(at, at + (slice ?? part.length));
    }
  }
}

function chunk(bytes) {
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from("\r\n")]);
}
