// Where the rules stand.

const HTML = "https://html.spec.whatwg.org/multipage";
const SSE = `${HTML}/server-sent-events.html`;
const IDL = "https://webidl.spec.whatwg.org";

export const INTERFACE = `${SSE}#the-eventsource-interface`;
export const MODEL = `${SSE}#sse-processing-model`;
export const LAST_EVENT_ID = `${SSE}#the-last-event-id-header`;
export const PARSING = `${SSE}#parsing-an-event-stream`;
export const INTERPRETATION = `${SSE}#event-stream-interpretation`;
export const COLLECTION = `${SSE}#garbage-collection`;

export const HANDLERS = `${HTML}/webappapis.html#event-handler-idl-attributes`;
export const CHECKPOINT = `${HTML}/webappapis.html#perform-a-microtask-checkpoint`;
export const ENCODING_PARSE = `${HTML}/urls-and-fetching.html#encoding-parsing-a-url`;

export const IDL_INTERFACES = `${IDL}/#js-interfaces`;
export const IDL_CONSTANTS = `${IDL}/#js-constants`;
export const IDL_ATTRIBUTES = `${IDL}/#js-attributes`;
export const IDL_OPERATIONS = `${IDL}/#js-operations`;
export const IDL_DICTIONARIES = `${IDL}/#js-dictionary`;
export const IDL_USVSTRING = `${IDL}/#js-USVString`;
export const IDL_CALLBACK = `${IDL}/#LegacyTreatNonObjectAsNull`;

export const MESSAGE_EVENT = `${HTML}/comms.html#the-messageevent-interface`;
export const DOM_EVENT = "https://dom.spec.whatwg.org/#interface-event";
export const DOM_TARGET = "https://dom.spec.whatwg.org/#interface-eventtarget";
export const DOM_DISPATCH = "https://dom.spec.whatwg.org/#concept-event-listener-inner-invoke";
export const FETCH_HEADERS = "https://fetch.spec.whatwg.org/#http-network-or-cache-fetch";
export const FETCH_CORS = "https://fetch.spec.whatwg.org/#http-cors-protocol";
export const FETCH_REDIRECT = "https://fetch.spec.whatwg.org/#http-redirect-fetch";
export const FETCH_MIME = "https://fetch.spec.whatwg.org/#content-type-header";
export const FETCH_PORT = "https://fetch.spec.whatwg.org/#port-blocking";
export const URL_PARSING = "https://url.spec.whatwg.org/#concept-url-parser";
