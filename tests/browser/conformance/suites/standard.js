// The checks imported after this one are the standard's.

import { suiteOf } from "../harness.js";

suiteOf("standard");
