// zone.js, which Angular and OpenTelemetry load, binds each callback to the zone in which it was registered. An app waits
// for the timers and promise reactions of its zone, so those of a source must not belong to a zone, while a caller's
// function must run in the caller's zone.

interface Zone {
  run<Result>(act: () => Result): Result;
}

interface ZoneJs {
  readonly root: Zone;
  readonly current: Zone;
  /** Returns the name under which zone.js stores a function that it has replaced. */
  __symbol__(name: string): string;
}

/** A page may have an unrelated global `Zone`. */
function zoneJs(): ZoneJs | undefined {
  const { Zone } = globalThis as { Zone?: Partial<ZoneJs> };
  return Zone?.__symbol__ ? (Zone as ZoneJs) : undefined;
}

export function hasZones(): boolean {
  return zoneJs() !== undefined;
}

/**
 * Runs a function outside all zones: timers, listeners and promise reactions that it registers do not count as the app's. It
 * uses the current globals, so that a test's fake timers still apply.
 */
export function outsideZones<Result>(act: () => Result): Result {
  const zones = zoneJs();
  return zones ? zones.root.run(act) : act();
}

/** Runs functions of the caller. */
export type Run = <Result>(act: () => Result) => Result;

/** Returns a function that runs others in the current zone, wherever it is called. */
export function runnerOfThisZone(): Run {
  const zone = zoneJs()?.current;
  return zone ? (act) => zone.run(act) : (act) => act();
}

/** Binds a function to the current zone, wherever it is called. */
export function inThisZone<Args extends unknown[], Result>(
  callback: (...args: Args) => Result,
): (...args: Args) => Result {
  const zone = zoneJs()?.current;
  return zone ? (...args) => zone.run(() => callback(...args)) : callback;
}

/**
 * Adds a listener that the platform itself calls. zone.js calls all listeners of a target from a single one, without the
 * platform's microtask checkpoint after each.
 */
export function addPlatformListener(target: EventTarget, type: string, listener: (event: Event) => void): void {
  const name = zoneJs()?.__symbol__("addEventListener") ?? "";
  const { [name]: native = target.addEventListener } = target as { [name: string]: unknown } & EventTarget;
  (native as EventTarget["addEventListener"]).call(target, type, listener);
}
