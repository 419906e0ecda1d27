import { EventSource } from "../../../dist/index.js";

export function open(url, type, hear) {
  const source = new EventSource(url);
  (async () => {
    for await (const event of source) {
      if (event.type === type) {
        hear.event(event.data);
      }
    }
  })().catch(hear.fail);
  return () => source.close();
}
