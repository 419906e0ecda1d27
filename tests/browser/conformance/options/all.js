// What the options promise. No native class has them.

import "../suites/options.js";
import "./bad-input.js";
import "./requests.js";
import "./url-function.js";
import "./own-fetch.js";
import "./defaults.js";
import "./unauthorized.js";
import "./api.js";
import "./retry.js";
import "./resumption.js";
import "./reconnecting.js";
import "./grace.js";
import "./iteration.js";
import "./parse.js";
import "./comments.js";
import "./timeouts.js";
import "./sharing.js";
import "./errors.js";
import "./observer.js";
import "./hazards.js";
import "./polyfill.js";
