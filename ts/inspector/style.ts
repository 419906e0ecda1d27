// The panel's style, which inherits nothing from the page.

export const STYLE = `
:host {
  all: initial;
  --paper: #fff; --ink: #1c1f26; --faint: #5a6070; --line: #cfd3dc; --wash: #f1f3f7; --accent: #0b57d0;
  --good: #146c2e; --bad: #b3261e;
  position: fixed; z-index: 2147483647; inset: auto .5rem .5rem auto; max-width: calc(100vw - 1rem);
  color-scheme: light; color: var(--ink); font: 13px/1.4 system-ui, sans-serif;
}
@media (prefers-color-scheme: dark) {
  :host {
    --paper: #191b20; --ink: #e6e8ee; --faint: #a3a9b8; --line: #3c414d; --wash: #252830; --accent: #9ec1ff;
    --good: #7fd694; --bad: #ffb4ab;
    color-scheme: dark;
  }
}
@media print { :host { display: none; } }
* { box-sizing: border-box; font: inherit; color: inherit; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
details { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; box-shadow: 0 2px 12px #0004; }
details[open] { width: 46rem; max-width: 100%; }
summary { padding: .4rem .75rem; border-radius: 8px; font-weight: 600; cursor: pointer; }
details[open] > summary { border-bottom: 1px solid var(--line); border-radius: 8px 8px 0 0; }
fieldset { margin: 0; padding: .25rem .75rem; border: 0; max-height: 25vh; overflow-y: auto; }
legend, caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
ul { margin: 0; padding: 0; list-style: none; }
li { padding: .25rem 0; }
label { display: inline-flex; align-items: center; gap: .4rem; }
input { margin: 0; accent-color: var(--accent); }
.url { font-weight: 600; overflow-wrap: anywhere; }
.told { padding-left: 1.3rem; color: var(--faint); display: flex; flex-wrap: wrap; column-gap: .6rem; }
[data-state=open] .state { color: var(--good); }
.error { color: var(--bad); flex-basis: 100%; overflow-wrap: anywhere; }
.tools {
  display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; padding: .4rem .75rem; background: var(--wash);
  border-block: 1px solid var(--line);
}
button, select {
  min-height: 1.75rem; padding: .1rem .6rem; background: var(--paper); border: 1px solid var(--line);
  border-radius: 5px; cursor: pointer;
}
select { max-width: 10rem; }
button[aria-pressed=true] { background: var(--accent); border-color: var(--accent); color: var(--paper); }
[role=status] { color: var(--faint); }
.events { height: min(40vh, 20rem); overflow: auto; border-radius: 0 0 8px 8px; }
.events:focus-visible { outline-offset: -2px; }
p { margin: 0; padding: .5rem .75rem; color: var(--faint); }
[hidden] { display: none; }
table { width: 100%; border-collapse: collapse; }
th { position: sticky; top: 0; background: var(--paper); text-align: left; color: var(--faint); }
th, td { padding: .2rem .4rem; vertical-align: top; }
th:first-child, td:first-child { padding-left: .75rem; }
td { border-top: 1px solid var(--line); font: 12px/1.4 ui-monospace, monospace; white-space: nowrap; }
td:nth-child(2), td:nth-child(3) { max-width: 8rem; overflow: hidden; text-overflow: ellipsis; }
td:last-child { width: 100%; white-space: pre-wrap; overflow-wrap: anywhere; }
td > div { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
@media (max-width: 40rem) {
  :host { inset: auto 0 0 auto; max-width: 100vw; }
  :host(:has(details[open])) { left: 0; }
  td:nth-child(2), td:nth-child(3) { max-width: 4.5rem; }
}
`;
