import { AppEventSource } from "../support/app-event-source.js";
import { origin } from "../support/session.js";

// docs
export default {
  async fetch() {
    const numbers = [];
    for await (const { data } of new AppEventSource(`${origin()}/events`)) {
      numbers.push(Number(data));
      if (numbers.length === 12) {
        break; // closes the source
      }
    }
    return Response.json(numbers);
  },
};
// end
