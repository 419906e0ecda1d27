// zone.js, which Angular and OpenTelemetry load, binds each callback to the zone in which it was registered. An app counts
// the timers and promise reactions of its zone as work that it waits for, so those of a source must belong to no zone,
// while a caller's function must run in the caller's.

interface Zone {
  run<Result>(act: () => Result): Result;
}

interface ZoneJs {
  readonly root: Zone;
  readonly current: Zone;
  /** The name under which zone.js keeps what it has replaced. */
  __symbol__(name: string): string;
}

/** A page may have a `Zone` of its own, which is something else. */
function zoneJs(): ZoneJs | undefined {
  const { Zone } = globalThis as { Zone?: Partial<ZoneJs> };
  return Zone?.__symbol__ ? (Zone as ZoneJs) : undefined;
}

export function hasZones(): boolean {
  return zoneJs() !== undefined;
}

/**
 * Does this in no zone: timers, listeners and promise reactions that it registers do not count as an app's. Calls whatever
 * is global now, so that the fake timers of a test still apply.
 */
export function outsideZones<Result>(act: () => Result): Result {
  const zones = zoneJs();
  return zones ? zones.root.run(act) : act();
}

/** Runs functions of a caller. */
export type Run = <Result>(act: () => Result) => Result;

/** Runs functions in the zone of now, whoever calls it. */
export function runnerOfThisZone(): Run {
  const zone = zoneJs()?.current;
  return zone ? (act) => zone.run(act) : (act) => act();
}

/** The same function, which always runs in the zone of now, whoever calls it. */
export function inThisZone<Args extends unknown[], Result>(
  callback: (...args: Args) => Result,
): (...args: Args) => Result {
  const zone = zoneJs()?.current;
  return zone ? (...args) => zone.run(() => callback(...args)) : callback;
}

/**
 * A listener that the platform itself calls. zone.js calls all listeners of a target from a single one, without the
 * microtask checkpoint that the platform does after each.
 */
export function addPlatformListener(target: EventTarget, type: string, listener: (event: Event) => void): void {
  const name = zoneJs()?.__symbol__("addEventListener") ?? "";
  const { [name]: native = target.addEventListener } = target as { [name: string]: unknown } & EventTarget;
  (native as EventTarget["addEventListener"]).call(target, type, listener);
}
