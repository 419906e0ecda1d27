import { initTRPC, TRPCError, tracked } from "@trpc/server";
import { createHTTPHandler } from "@trpc/server/adapters/standalone";
import { z } from "zod";

const { router, procedure } = initTRPC.create();

const routes = router({
  /** A token that expires while a stream is open is told inside of it. */
  numbers: procedure.input(z.object({ lastEventId: z.string().nullish() }).optional()).subscription(async function* ({
    input,
    ctx: { feed, socket, token },
  }) {
    const expired = () => {
      feed.drops += 1;
      throw new TRPCError({ code: "UNAUTHORIZED" });
    };
    for await (const number of feed.numbers(socket, token, Number(input?.lastEventId ?? 0), { expired })) {
      yield tracked(String(number), number);
    }
  }),
});

export function answer(feed, request, response) {
  if (!request.url.startsWith("/trpc/")) {
    return false;
  }
  const token = feed.authorize(request, response);
  if (token) {
    const createContext = () => ({ feed, socket: request.socket, token });
    createHTTPHandler({ router: routes, basePath: "/trpc/", createContext })(request, response);
  }
  return true;
}
