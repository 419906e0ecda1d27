// An Angular app that shows a stream, compiled in the page. It is bundled by the test, and driven by it.

import "@angular/compiler";
import {
  ApplicationRef,
  Component,
  NgZone,
  provideZoneChangeDetection,
  provideZonelessChangeDetection,
  signal,
} from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";

/** What the test says: whether there are zones and signals, which class, its URL and options, and where the source is made. */
export async function start({ zoneless, signals, EventSource, url, init, outside }) {
  let checks = 0;
  let events = 0;
  class Ticks {
    last = signal("none");
    plain = "none";

    constructor(zone) {
      const make = () => {
        this.source = new EventSource(url, init);
        this.source.addEventListener("tick", ({ data }) => {
          events++;
          this.plain = data;
          signals && this.last.set(data);
        });
      };
      outside ? zone.runOutsideAngular(make) : make();
    }

    ngDoCheck() {
      checks++;
    }

    ngOnDestroy() {
      this.source.close();
    }
  }
  Ticks.ctorParameters = () => [{ type: NgZone }];
  Component({
    selector: "app-ticks",
    template: `<output id="signal">{{ last() }}</output><output id="plain">{{ plain }}</output>`,
  })(Ticks);

  document.body.append(document.createElement("app-ticks"));
  const provider = zoneless ? provideZonelessChangeDetection() : provideZoneChangeDetection();
  const application = await bootstrapApplication(Ticks, { providers: [provider] });
  return {
    counts: () => ({ checks, events }),
    shown: () => ["signal", "plain"].map((id) => document.getElementById(id).textContent),
    /** Whether the app is stable within so many ms. */
    isStable: (ms) =>
      Promise.race([
        application.injector
          .get(ApplicationRef)
          .whenStable()
          .then(() => true),
        new Promise((resolve) => setTimeout(resolve, ms, false)),
      ]),
    destroy: () => application.destroy(),
  };
}
