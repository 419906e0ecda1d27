// The default entry as a classic script, whose exports are a global object's.

import { createEventSource } from "../event-source/event-source.ts";
import { inlineCore } from "../load/inline.ts";
import { importFile } from "../load/javascript-file.ts";

export const EventSource = createEventSource(inlineCore(importFile));
export { isTransient } from "../options/transient.ts";
export default EventSource;
