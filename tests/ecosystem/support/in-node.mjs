// Runs an app in a process until it has shown so many numbers, and prints them. What keeps the process alive after the app has
// stopped makes it fail.

const [name, count] = process.argv.slice(2);
const { follow } = await import(`../${name}/app.js`);
const shown = [];
const stop = await follow((one) => shown.push(one));
while (shown.length < Number(count)) {
  await new Promise((resolve) => setTimeout(resolve, 20));
}
await new Promise((resolve) => setTimeout(resolve, 300));
const seen = await stop();
console.log(JSON.stringify({ shown, seen }));
const timer = setTimeout(() => {
  console.log("something keeps the process alive");
  process.exit(2);
}, 5000);
globalThis.Deno ? Deno.unrefTimer(timer) : timer.unref();
