// The code of a component that shows a stream's events, for each framework.

export interface Settings {
  url: string;
  header: string;
  value: string;
  cookies: boolean;
  heartbeat: boolean;
  transient: boolean;
  hidden: boolean;
}

export const FRAMEWORKS = ["vanilla", "react", "vue", "angular", "svelte"] as const;

export type Framework = (typeof FRAMEWORKS)[number];

/** The value of a header may be a secret, so the code calls a function for it. */
export function codeFor(framework: Framework, settings: Settings): string {
  const names = `EventSource${settings.transient ? ", isTransient" : ""}`;
  const token = settings.header === "" ? "" : '\nconst token = async () => ""; // TODO: your access token\n';
  return WRITERS[framework]({
    imports: `import { ${names} } from "eventsource-wasm";`,
    token,
    source: (indent) => indented(sourceOf(settings), indent),
  }).trim();
}

interface Parts {
  imports: string;
  token: string;
  /** `const source = …`, each line but the first with this many spaces before it. */
  source(indent: number): string;
}

const WRITERS: Record<Framework, (parts: Parts) => string> = {
  vanilla: ({ imports, token, source }) => `
${imports}
${token}
${source(0)}
source.onmessage = ({ data }) => console.log(data);
source.onerror = ({ message }) => console.warn(message);`,

  react: ({ imports, token, source }) => `
${imports}
import { useEffect, useState } from "react";
${token}
export function Events() {
  const [events, setEvents] = useState([]);

  useEffect(() => {
    ${source(4)}
    source.onmessage = ({ data }) => setEvents((known) => [...known, data]);
    source.onerror = ({ message }) => console.warn(message);
    return () => source.close();
  }, []);

  return <ul>{events.map((data, index) => <li key={index}>{data}</li>)}</ul>;
}`,

  vue: ({ imports, token, source }) => `
<script setup>
${imports}
import { onMounted, onUnmounted, ref } from "vue";
${token}
const events = ref([]);
let close;

onMounted(() => {
  ${source(2)}
  source.onmessage = ({ data }) => events.value.push(data);
  source.onerror = ({ message }) => console.warn(message);
  close = () => source.close();
});
onUnmounted(() => close?.());
</script>

<template>
  <ul><li v-for="(data, index) in events" :key="index">{{ data }}</li></ul>
</template>`,

  angular: ({ imports, token, source }) => `
import { Component, DestroyRef, inject, signal } from "@angular/core";
${imports}
${token}
@Component({
  selector: "app-events",
  template: "<ul>@for (data of events(); track $index) {<li>{{ data }}</li>}</ul>",
})
export class Events {
  readonly events = signal<string[]>([]);

  constructor() {
    ${source(4)}
    source.onmessage = ({ data }) => this.events.update((known) => [...known, data]);
    source.onerror = ({ message }) => console.warn(message);
    inject(DestroyRef).onDestroy(() => source.close());
  }
}`,

  svelte: ({ imports, token, source }) => `
<script>
  ${imports}
  import { onMount } from "svelte";
${indented(token, 2)}
  let events = $state([]);

  onMount(() => {
    ${source(4)}
    source.onmessage = ({ data }) => events.push(data);
    source.onerror = ({ message }) => console.warn(message);
    return () => source.close();
  });
</script>

<ul>{#each events as data}<li>{data}</li>{/each}</ul>`,
};

function sourceOf({ url, header, cookies, heartbeat, transient, hidden }: Settings): string {
  const options = [
    cookies && "  withCredentials: true,",
    header && `  headers: async () => ({ ${JSON.stringify(header)}: await token() }), // called before each attempt`,
    heartbeat && '  heartbeatTimeout: "auto", // learns the interval of the server’s comments',
    transient && "  retry: { shouldRetry: isTransient }, // also retries 429, 502, 503 and 504",
    hidden && "  openWhenHidden: false, // closes in a hidden tab, resumes in a visible one",
  ].filter(Boolean);
  const address = JSON.stringify(url);
  return options.length === 0
    ? `const source = new EventSource(${address});`
    : [`const source = new EventSource(${address}, {`, ...options, "});"].join("\n");
}

function indented(text: string, spaces: number): string {
  return text.replace(/\n(?=.)/g, `\n${" ".repeat(spaces)}`);
}
