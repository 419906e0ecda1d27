export { answer } from "../support/chat-server.mjs";
