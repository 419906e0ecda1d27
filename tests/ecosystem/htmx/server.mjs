/** The server of an htmx page sends HTML. */
export function answer(feed, request, response) {
  if (request.url !== "/html") {
    return false;
  }
  feed.stream(request, response, (number) => `data: <li>${number}</li>\n`);
  return true;
}
