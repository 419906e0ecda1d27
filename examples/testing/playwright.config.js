// Only needed where the browser is not Playwright's own.

const { CHROMIUM } = process.env;

export default {
  outputDir: "node_modules/.playwright",
  use: { launchOptions: CHROMIUM ? { executablePath: CHROMIUM, args: ["--no-sandbox"] } : {} },
};
