import { Component, signal } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import { Prices } from "./prices";

@Component({
  selector: "app-root",
  imports: [Prices],
  template: `
    <h1>Prices</h1>
    <button type="button" (click)="isShown.set(!isShown())">{{ isShown() ? "Stop" : "Start" }}</button>
    @if (isShown()) {
      <app-prices />
    }
  `,
})
class App {
  readonly isShown = signal(true);
}

bootstrapApplication(App).catch(console.error);
