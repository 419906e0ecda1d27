// The body read and thrown away.

import { openBody } from "../open-body.js";

export const open = (url, _type, hear) => openBody(url, hear, () => {}, hear.end);
