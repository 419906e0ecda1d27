// The running instance of a core, and its memory as arrays.

export type Instantiate = (imports: WebAssembly.Imports) => WebAssembly.Exports;

/** Compiles and instantiates in the background. */
export type InstantiateAside = (imports: WebAssembly.Imports) => Promise<WebAssembly.WebAssemblyInstantiatedSource>;

/** The functions that are generated around each core. */
interface Glue {
  start(instantiate: Instantiate): void;
  imports(): WebAssembly.Imports;
  memory(): ArrayBuffer;
}

/** An instance's memory only grows: one that has grown beyond this, in bytes, is replaced when nobody uses it. */
const LARGE = 4 << 20;

export class CoreInstance {
  readonly #glue: Glue;
  #instantiate: Instantiate | undefined;
  #users = 0;
  /** Counts the instances. A handle of an earlier one is lost. */
  generation = 0;
  bytes: Uint8Array = new Uint8Array();
  words: Uint32Array = new Uint32Array();
  numbers: Float64Array = new Float64Array();

  constructor(glue: Glue) {
    this.#glue = glue;
  }

  get isLoaded(): boolean {
    return this.generation > 0;
  }

  /** With this from now on. */
  startBy(instantiate: Instantiate): void {
    this.#instantiate = instantiate;
    this.restart();
  }

  /** On the spot. */
  startNow(module: WebAssembly.Module): void {
    this.startBy(instantiateNow(module));
  }

  /** The same, for Chromium before 115, which instantiates next to nothing on the spot. One that has started stays. */
  async startAside(instantiate: InstantiateAside): Promise<void> {
    const { module, instance } = await instantiate(this.#glue.imports());
    if (!this.isLoaded) {
      this.startBy(() => instance.exports);
      this.#instantiate = instantiateNow(module);
    }
  }

  /** A new instance takes the place of this one. */
  restart(): void {
    this.#glue.start(this.#instantiate as Instantiate);
    this.generation++;
    this.#users = 0;
  }

  /** Somebody uses it from now on, unless what it begins with throws. */
  enter<Use>(begin: () => Use): Use {
    if (this.#users === 0 && this.#glue.memory().byteLength > LARGE) {
      try {
        this.restart();
      } catch {
        // The old one is as good, only larger.
      }
    }
    const use = begin();
    this.#users++;
    return use;
  }

  leave(): void {
    this.#users--;
  }

  /** To be called after each call into the core: memory that has grown is another buffer. */
  refresh(): void {
    const memory = this.#glue.memory();
    if (this.bytes.buffer !== memory) {
      this.bytes = new Uint8Array(memory);
      this.words = new Uint32Array(memory);
      this.numbers = new Float64Array(memory);
    }
  }
}

/** A function of its own: one made in `start` would keep that one's instance, and its memory. */
function instantiateNow(module: WebAssembly.Module): Instantiate {
  return (imports) => new WebAssembly.Instance(module, imports).exports;
}
