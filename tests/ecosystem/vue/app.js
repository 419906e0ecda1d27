import { createApp, defineComponent, h, ref, toValue, watchEffect } from "vue";
import { AppEventSource } from "../support/app-event-source.js";
import { showItems } from "../support/show-items.js";

// docs
export function useMessages(url) {
  const messages = ref([]);
  const follow = (onCleanup) => {
    const source = new AppEventSource(toValue(url));
    source.onmessage = ({ data }) => messages.value.push(data);
    onCleanup(() => source.close());
  };
  watchEffect(follow, { flush: "post" }); // not on a server that renders
  return messages;
}
// end

function Messages() {
  const messages = useMessages("/events");
  return () =>
    h(
      "ol",
      messages.value.map((data) => h("li", data)),
    );
}

export function follow(show) {
  const app = createApp(defineComponent(Messages));
  const place = document.body.appendChild(document.createElement("main"));
  app.mount(place);
  showItems(place.firstElementChild, show);
  return () => app.unmount();
}
