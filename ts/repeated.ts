// A string cut out of the text of a chunk, which the next event often has again.

export class Repeated {
  #start: number | undefined;
  #end: number | undefined;
  #value = "";

  /** What repeats has the same place in the text. Its start alone does not tell: nothing may lie before something. */
  cut(text: string, start: number | undefined, end: number | undefined): string {
    if (start !== this.#start || end !== this.#end) {
      this.#start = start;
      this.#end = end;
      this.#value = text.slice(start, end);
    }
    return this.#value;
  }
}
