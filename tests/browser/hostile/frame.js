// A frame that is a lane, or has one in its worker.

if (new URLSearchParams(location.search).get("scope") === "worker") {
  const worker = new Worker(`lane-in-page.js${location.search}`, { type: "module" });
  worker.onmessage = ({ data }) => parent.postMessage(data, "*");
  addEventListener("message", ({ data }) => worker.postMessage(data));
} else {
  import("./lane-in-page.js");
}
