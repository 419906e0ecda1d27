/** Runs the checks that a page asks for, and answers through the port that came along. */
export async function answer({ data: setting, ports: [port] }, run) {
  const message = await run(setting).then(
    (results) => ({ results }),
    (error) => ({ error: String(error) }),
  );
  port.postMessage(message);
}
