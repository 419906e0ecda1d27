import { createPinia, defineStore, setActivePinia } from "pinia";
import { ref, watch } from "vue";
import { AppEventSource } from "../support/app-event-source.js";

// docs
export const useOrders = defineStore("orders", () => {
  const orders = ref([]);
  let source;
  function connect() {
    source ??= new AppEventSource("/events");
    source.onmessage = ({ data }) => orders.value.push(Number(data));
  }
  function disconnect() {
    source?.close();
    source = undefined;
  }
  return { orders, connect, disconnect };
});
// end

export function follow(show) {
  setActivePinia(createPinia());
  // biome-ignore lint/correctness/useHookAtTopLevel: a store of Pinia, not a hook of React
  const store = useOrders();
  let shown = 0;
  watch(store.orders, (orders) => {
    for (; shown < orders.length; shown += 1) {
      show(orders[shown]);
    }
  });
  store.connect();
  store.connect();
  return store.disconnect;
}
