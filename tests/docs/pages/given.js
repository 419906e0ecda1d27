// What the code blocks of the documentation take for granted: the reader's own code. `heard` tells the test about it.
// biome-ignore-all lint/correctness/noUnusedVariables: the blocks use them

const heard = [];
/** @param {...unknown} what */
const show = (...what) => heard.push(what);
const append = show;
/** @param {unknown} id @param {unknown} data */
const store = async (id, data) => show(id, data);
console.log = show;

let token = "stale";
const session = {
  get token() {
    return token;
  },
  refresh: async () => {
    token = "fresh";
    return true;
  },
};
const key = "fresh";
const user = { id: 17 };
const messages = [{ role: "user", content: "What is the time?" }];
