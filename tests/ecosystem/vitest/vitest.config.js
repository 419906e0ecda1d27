// The page of jsdom and of happy-dom is one of the server's.

export default {
  test: { environmentOptions: { jsdom: { url: process.env.ORIGIN }, happyDOM: { url: process.env.ORIGIN } } },
};
