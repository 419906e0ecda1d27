// Cases out of a seed. Each is data only, so that it can be printed and run again.

import { ANYWHERE, MISBEHAVIOURS } from "./misbehaviours.js";
import { GUISES } from "./places/answers.js";
import { PLACES } from "./places/index.js";
import { chooser, deck, randomFrom } from "./random.js";

const ANY_SCENE = ["steady", "steady", "drop"];
/** Which call of a place misbehaves, where it is called once or twice, for each attempt, or for each event. */
const FEW = [1, 1, "always"];
const SOME = [1, 1, 2, 3, "always"];
const MANY = [1, 2, 3, 5, 8, "always"];
const ENDS = ["close", "close", "abort"];
/** How often an entry has its turn. */
const ENTRIES = ["index", "index", "index", "index", "index", "no-wasm", "external", "shared"];
/** Part of the cases that have a second fault. */
const TWO_FAULTS = 0.3;
const DEAF = 0.3;
/** How much more often a place has its turn that is more than one member of many. */
const COMMON = 3;

/** Whether `fetch` may ignore its signal there: the package can still cancel what was answered. */
const reachesBody = ({ place, what }) =>
  place === "fetch"
    ? /late|twice|thenable/.test(what)
    : !/^(body|reader|result|response$|response\.body)/.test(place) && !PLACES[place].keepsBody;

/** Whether another fault beside it makes no sense. */
const isAlone = ({ place }) => PLACES[place].throwsToCaller || PLACES[place].isQuiet;

const isMember = (name) => /^option |^response\.(ok|redirected)|^body\.locked|^reader\.(closed|releaseLock)/.test(name);

/** What never answers is given up after 30 s: these cases wait for that. */
const patientCases = (scope) =>
  [
    ["headers", "hangs", "steady"],
    ["body", "gives then never calls", "steady"],
    ["onUnauthorized", "gives never settles", "unauthorized"],
  ].map(([place, what, scene]) => ({
    entry: "index",
    scope,
    scene,
    faults: [{ place, what, at: 1 }],
    guise: "plain",
    isDeaf: false,
    end: "close",
    isPatient: true,
  }));

/** The answer of an attempt that was given up comes while the next one goes on: chance deals that too seldom. */
const lateCases = (scope) =>
  ["steady", "drop"].flatMap((scene) =>
    [1, 2, "always"].map((at) => ({
      entry: "index",
      scope,
      scene,
      faults: [{ place: "fetch", what: "answers late", at }],
      guise: "plain",
      isDeaf: true,
      end: "close",
    })),
  );

/** `scopes` are the kinds of global scope, each as often as it is to have its turn. */
export function generate({ cases, seed, scopes, isPatient }) {
  const random = randomFrom(seed);
  const choose = chooser(random);
  const names = Object.keys(PLACES).flatMap((name) => Array(isMember(name) ? 1 : COMMON).fill(name));
  const nextPlace = deck(names, random);
  const nextScope = deck(scopes, random);
  const nextEntry = deck(ENTRIES, random);
  const nextKind = deck(ANYWHERE, random);
  const decks = new Map(Object.entries(MISBEHAVIOURS).map(([kind, all]) => [kind, deck(all, random)]));

  const made = Array.from({ length: cases }, () => {
    const scope = nextScope();
    const faults = [fault(placeIn(scope))];
    if (random() < TWO_FAULTS) {
      const second = fault(choose(names));
      if (faults[0].place !== second.place && ![second, ...faults].some(isAlone)) {
        faults.push(second);
      }
    }
    // What is called for each attempt is called again only if there are several.
    const isLater = ({ place, at }) => at > 1 && !PLACES[place].isFrequent;
    const scenes = faults.some(isLater) ? ["drop"] : faults.flatMap(({ place }) => PLACES[place].scenes ?? []);
    return {
      entry: nextEntry(),
      scope,
      scene: choose(scenes.length > 0 ? scenes : ANY_SCENE),
      faults,
      guise: choose(GUISES),
      isDeaf: random() < DEAF && faults.every(reachesBody),
      end: faults.some(({ place }) => PLACES[place].isSignal || place === "option signal") ? "close" : choose(ENDS),
    };
  });

  return [...made, ...lateCases(scopes[0]), ...(isPatient ? patientCases(scopes[0]) : [])];

  function placeIn(scope) {
    const place = nextPlace();
    return PLACES[place].needsDocument && scope !== "window" ? placeIn(scope) : place;
  }

  function fault(place) {
    const { kinds, throwsToCaller, isOnce, isFrequent } = PLACES[place];
    const kind = kinds && (place !== "result.value" || random() < 0.5) ? choose(kinds) : nextKind();
    // The constructor reads most things once.
    const at = choose(isOnce || throwsToCaller ? FEW : isFrequent ? MANY : SOME);
    return { place, what: decks.get(kind)(), at };
  }
}
