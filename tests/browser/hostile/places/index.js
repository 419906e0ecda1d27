// Every place where other people's code runs. A place is
//
// - `install(subject, run)`: puts code there that calls `run(honest)` whenever it is called;
// - `scenes`: what the server must do for it to be called at all;
// - `kinds`: of misbehaviours, where not all make sense;
// - `takesPromise`: what it rejects with is the package's to handle;
// - `mayReport`: what it throws is reported as an uncaught error, as the platform reports a listener's;
// - `reports`: more words that are reported so, of the platform;
// - `throwsToCaller`: what it throws may come out of the constructor;
// - `tellsCause`: what it throws is the `error` of the error event;
// - `mayLose`: unless it is honest events may be missing, because it may lose or skip them itself; `skipsEvents`: always;
// - `mayClose`: what it gives may mean that the source is closed, or waits for long;
// - `hasLongLimit`: it has 30 s to settle;
// - `isAside`: it has no part in the connection;
// - `isNeedless`: whatever it gives, the stream can be read;
// - `isOnce`: it is called once in a case, `isFrequent`: many times, and otherwise for each attempt;
// - `isQuiet`: nothing that it does is to be noticed at all.

import { ANSWER_PLACES } from "./answers.js";
import { LISTENER_PLACES } from "./listeners.js";
import { OPTION_PLACES } from "./options.js";
import { SURROUNDING_PLACES } from "./surroundings.js";

export const PLACES = { ...OPTION_PLACES, ...LISTENER_PLACES, ...ANSWER_PLACES, ...SURROUNDING_PLACES };
