import { mount, unmount } from "svelte";
import { showItems } from "../support/show-items.js";
import Messages from "./Messages.svelte";

export function follow(show) {
  const app = mount(Messages, { target: document.body });
  showItems(document.querySelector("ol"), show);
  return () => unmount(app);
}
