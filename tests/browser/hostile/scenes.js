// What the server does in a case.

/** How many connections of the scene `drop` are cut. */
export const CUTS = 3;

/** What the first connections of a case meet; every later one is a stream without an end. */
export const SCENES = {
  steady: [],
  drop: Array(CUTS).fill({ status: 200, isCut: true }),
  unauthorized: [{ status: 401 }],
  busy: [{ status: 503 }, { status: 503 }],
  /** Firefox repeats a request once by itself if its connection ends before the response's head. */
  lost: [{ isLost: true }, { isLost: true }],
  page: [{ status: 200, type: "text/html" }],
};

/** How many error events they make, where nothing else goes wrong; browsers may hide those of the scene `lost`. */
export const ERRORS = { steady: [0], drop: [CUTS], lost: [0, 1, 2] };

/** How many requests they make at most. */
export const REQUESTS = { steady: 1, drop: CUTS + 1, unauthorized: 2, busy: 3, lost: 3, page: 1 };
