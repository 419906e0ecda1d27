// The standard.

import "../suites/standard.js";
import "./interface.js";
import "./constructor.js";
import "./handlers.js";
import "./url.js";
import "./request.js";
import "./response.js";
import "./redirects.js";
import "./cors.js";
import "./format.js";
import "./events.js";
import "./dispatch.js";
import "./state.js";
import "./reconnection.js";
import "./lifetime.js";
