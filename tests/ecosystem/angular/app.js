import "@angular/compiler";
import { Component, DestroyRef, inject, provideZonelessChangeDetection, signal } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import { AppEventSource } from "../support/app-event-source.js";
import { showItems } from "../support/show-items.js";

// docs
export function messagesOf(url) {
  const messages = signal([]);
  const source = new AppEventSource(url);
  source.onmessage = ({ data }) => messages.update((before) => [...before, data]);
  inject(DestroyRef).onDestroy(() => source.close());
  return messages.asReadonly();
}
// end

class Messages {
  messages = messagesOf("/events");
}
Component({
  selector: "app-messages",
  template: "<ol>@for (data of messages(); track data) {<li>{{ data }}</li>}</ol>",
})(Messages);

export async function follow(show) {
  document.body.append(document.createElement("app-messages"));
  const application = await bootstrapApplication(Messages, { providers: [provideZonelessChangeDetection()] });
  showItems(document.querySelector("ol"), show);
  return () => application.destroy();
}
