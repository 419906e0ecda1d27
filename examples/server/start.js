#!/usr/bin/env node
// `node start.js` serves the API on http://localhost:3000. `node start.js --files <folder>` serves a folder's files too,
// and `node start.js <command>` runs a command beside it, such as a development server.

import { spawn } from "node:child_process";
import express from "express";
import { app } from "./app.js";

const PORT = 3000;

const [first, ...rest] = process.argv.slice(2);
if (first === "--files") {
  app.use(express.static(rest[0], { dotfiles: "ignore" }));
}
app.listen(PORT, "127.0.0.1", (error) => {
  if (error) throw error;
  console.log(`Server on http://localhost:${PORT}`);
  if (first && first !== "--files") {
    const child = spawn([first, ...rest].join(" "), { shell: true, stdio: "inherit" });
    child.on("exit", (code) => process.exit(code ?? 1));
  }
});
