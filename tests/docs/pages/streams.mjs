// The streams of the documentation: what a server answers at the addresses that its code blocks name.

const json = JSON.stringify;
const price = { event: "price", id: "1", data: json({ symbol: "ACME", price: 12 }) };

const live = (...events) => ({ events, responses: [{ body: [{ replay: true }, { hold: true }] }], repeat: true });
const forTheToken = (scenario) => ({ ...scenario, requireAuthorization: "Bearer fresh" });

export const STREAMS = {
  "/api/prices": forTheToken(live(price)),
  "/events": forTheToken(live({ event: "departure", id: "1", data: json({ to: "Oslo" }) }, { id: "2", data: "hello" })),
  "/prices": live(price, { event: "halted", id: "2", data: "null" }),
  "/ticks": live({ event: "tick", data: "1" }),
  "/orders": live({ id: "1", data: json({ order: 1 }) }, { event: "closed", data: "" }),
  "/v1/chat/completions": forTheToken(
    live({ data: json({ choices: [{ delta: { content: "Noon." } }] }) }, { data: "[DONE]" }),
  ),
};
