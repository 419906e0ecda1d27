/** The body of a request. */
export async function json(request) {
  return JSON.parse((await request.toArray()).join(""));
}
