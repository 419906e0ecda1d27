// What is loaded once the board is there.

export { wireAnswer } from "./answer.ts";
export { showMarket } from "./market.ts";
export { wireOwnServer } from "./own-server.ts";
