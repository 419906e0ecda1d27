// The checks imported after this one are of the class's own options.

import { suiteOf } from "../harness.js";

suiteOf("options");
