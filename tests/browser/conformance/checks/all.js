// The standard.

import "../suites/standard.js";
import "./interface.js";
import "./handlers.js";
import "./url.js";
import "./request.js";
import "./response.js";
import "./format.js";
import "./events.js";
import "./state.js";
import "./reconnection.js";
import "./lifetime.js";
