import { AppEventSource } from "../support/app-event-source.js";

// docs
export function createMessages(url) {
  const messages = $state([]);
  $effect(() => {
    const source = new AppEventSource(url());
    source.onmessage = ({ data }) => messages.push(data);
    return () => source.close();
  });
  return messages;
}
// end
