// Runs the tests of streams through gateways, and writes what they saw into docs/gateways.md.

import { after } from "node:test";
import { writeDocs } from "./report.mjs";
import "./silence.test.mjs";
import "./buffering.test.mjs";
import "./deployments.test.mjs";
import "./tls.test.mjs";

after(writeDocs);
