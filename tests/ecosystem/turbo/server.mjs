/** The server of a Turbo page sends elements that say what changes. */
export function answer(feed, request, response) {
  if (request.url !== "/turbo") {
    return false;
  }
  const append = (content) =>
    `<turbo-stream action="append" target="numbers"><template>${content}</template></turbo-stream>`;
  feed.stream(request, response, (number) => `data: ${append(`<li>${number}</li>`)}\n`);
  return true;
}
