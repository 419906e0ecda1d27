// The site's navigation. Search and fonts need no other host.

const link = (text, page) => ({ text, link: `/${page}` });

/** People search for console messages, so pages about the project itself come last. */
const boostDocument = (id) =>
  /\/errors\.html/.test(id)
    ? 4
    : /\/(architecture|changelog|comparison|conformance|fault-coverage|performance|proof|simulation)\.html/.test(id)
      ? 0.4
      : 1;

export default {
  title: "eventsource-wasm",
  description: "An EventSource (Server-Sent Events) client with headers, token refresh and errors that say why",
  lang: "en",
  // The base path: a workflow sets it to the folder in which it publishes.
  base: process.env.SITE_BASE ?? "/",
  cleanUrls: false,
  // Readers load only the pages that they open.
  router: { prefetchLinks: false },
  // The theme's home page has no main landmark.
  transformHtml: (html) => html.replace('class="VPContent is-home"', '$& role="main"'),
  ignoreDeadLinks: [/^http:..localhost/, /^\/?(demo|reference)\//, /llms(-full)?\.txt$/],
  markdown: {
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    // Shiki does not know these languages.
    languageAlias: { haproxy: "nginx", caddyfile: "nginx" },
  },
  themeConfig: {
    search: { provider: "local", options: { miniSearch: { searchOptions: { boostDocument } } } },
    outline: [2, 3],
    nav: [
      link("Guide", "guide"),
      link("Options", "options"),
      link("Errors", "errors"),
      { text: "API reference", link: "/reference/typescript/index.html", target: "_self" },
      { text: "Demo", link: "/demo/index.html", target: "_self" },
    ],
    sidebar: [
      {
        text: "Start",
        items: [
          link("Guide", "guide"),
          link("Migrate", "migration"),
          link("React, Vue, Angular, Svelte", "frameworks"),
        ],
      },
      {
        text: "Use",
        items: [
          link("Options", "options"),
          link("Errors", "errors"),
          link("for await loops", "iterating"),
          link("Share one connection", "sharing"),
          link("Page lifecycle", "page-lifecycle"),
          link("Gateways", "gateways"),
          link("Test your code", "testing"),
          link("Inspector", "inspector"),
          link("Parser stream", "parser-stream"),
          link("Bundlers and runtimes", "bundlers"),
          link("Libraries", "ecosystem"),
        ],
      },
      {
        text: "Compare",
        items: [
          link("Comparison", "comparison"),
          link("Clients under faults", "peers-under-faults"),
          link("Performance", "performance"),
          link("Reconnect storms", "storm"),
        ],
      },
      {
        text: "Evidence",
        items: [
          link("Claims and their tests", "proof"),
          link("Conformance", "conformance"),
          link("Fault coverage", "fault-coverage"),
          link("Simulation", "simulation"),
        ],
      },
      {
        text: "Project",
        items: [
          link("Versions", "versions"),
          link("Changelog", "changelog"),
          link("Contributing", "contributing"),
          link("Security", "security"),
          link("Architecture", "architecture"),
          { text: "Rust API", link: "/reference/rust/eventsource_wasm/index.html", target: "_self" },
        ],
      },
    ],
    footer: { message: "MIT or Apache 2.0" },
  },
};
