// The parts of the page that load after the board.

export { wireAnswer } from "./answer.ts";
export { showMarket } from "./market.ts";
export { showSensors } from "./sensors.ts";

/** One connection for all tabs of the same user: browsers open six to a host. */
export async function sharedBy(name: string): Promise<{ shared: string }> {
  await import("eventsource-wasm/shared");
  return { shared: name };
}
