/** Takes what Sentry sends. */
export function answer(_, request, response) {
  if (request.url !== "/tunnel") {
    return false;
  }
  request.resume().on("end", () => response.end("{}"));
  return true;
}
