// A server that is far away: a proxy on the loopback interface that holds back every byte for as long as the way takes.

import { once } from "node:events";
import { connect, createServer } from "node:net";

/** Gives `{ origin, close }`, from where the server at this origin is a round trip of so many ms away. */
export async function moveAway(origin, roundTrip) {
  const { port, hostname } = new URL(origin);
  const sockets = new Set();
  const proxy = createServer({ noDelay: true }, (near) => {
    const far = connect({ port, host: hostname, noDelay: true });
    // Before the first byte a connection takes a round trip to be made.
    carry(near, far, roundTrip / 2, performance.now() + roundTrip);
    carry(far, near, roundTrip / 2, 0);
    for (const socket of [near, far]) {
      sockets.add(socket);
      // A client that goes early is no error.
      socket
        .on("error", () => {})
        .once("close", () => {
          sockets.delete(socket);
          near.destroy();
          far.destroy();
        });
    }
  }).listen(0, hostname);
  await once(proxy, "listening");
  return {
    origin: `http://${hostname}:${proxy.address().port}`,
    close: () => {
      proxy.close();
      for (const socket of sockets) {
        socket.destroy();
      }
    },
  };
}

/** What comes at one end leaves at the other, in order, so many ms later. */
function carry(from, to, delay, notBefore) {
  const onTheWay = [];
  const arrive = () => to.write(onTheWay.shift());
  from.on("data", (bytes) => {
    onTheWay.push(bytes);
    const now = performance.now();
    setTimeout(arrive, Math.max(notBefore - now, 0) + delay);
  });
}
