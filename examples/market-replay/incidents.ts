/** What befell a session: connections and threads that died, in the order in which it was told. */
import type { Pinned } from "../../generated/loom-pin.gen.ts";
import type { Fault } from "./exchange/subscription.ts";
import type { Ending } from "./feed/connection.ts";

export interface Incident {
  /** Since the session began. */
  readonly seconds: number;
  readonly text: string;
}

export interface IncidentsReport {
  readonly incidents: readonly Incident[];
  /** What the exchange did to connections. */
  readonly faults: Readonly<Record<Fault, number>>;
  /** Why connections ended before their feed did. */
  readonly endings: Readonly<Record<Ending, number>>;
  /** Threads in whose place another one was put. */
  readonly threadsReplaced: number;
  /** By feed thread: its core, or why it has none. */
  readonly pinned: readonly Pinned[];
}

export interface Incidents {
  fault(feed: number, fault: Fault): void;
  ended(what: { readonly feed: number; readonly ending: Ending; readonly after: number }): void;
  replaced(thread: string, remark: string): void;
  pinned(thread: number, pinned: Pinned): void;
  report(): IncidentsReport;
}

const FAULTS: Readonly<Record<Fault, string>> = {
  cut: "the exchange has cut the connection",
  silence: "the exchange has fallen silent",
};

const ENDINGS: Readonly<Record<Ending, string>> = {
  lost: "the connection is lost",
  silent: "the connection is silent, not even a heartbeat, and is given up",
  gap: "messages are missing: the connection is given up",
  overrun: "the connection has overrun its inbox",
};

export function createIncidents(onIncident: (incident: Incident) => void): Incidents {
  const startedMs = performance.now();
  const incidents: Incident[] = [];
  const faults = { cut: 0, silence: 0 };
  const endings = { lost: 0, silent: 0, gap: 0, overrun: 0 };
  const pins: Pinned[] = [];
  let threadsReplaced = 0;

  function add(text: string): void {
    const incident = { seconds: (performance.now() - startedMs) / 1000, text };
    incidents.push(incident);
    onIncident(incident);
  }

  return {
    fault(feed, fault) {
      faults[fault]++;
      add(`feed ${feed}: ${FAULTS[fault]}`);
    },
    ended({ feed, ending, after }) {
      endings[ending]++;
      add(`feed ${feed}: ${ENDINGS[ending]}; it goes on behind message ${after}`);
    },
    replaced(thread, remark) {
      threadsReplaced++;
      add(`${thread} has died; another one ${remark}`);
    },
    pinned: (thread, pinned) => void (pins[thread] = pinned),
    report: () => ({ incidents, faults, endings, threadsReplaced, pinned: pins }),
  };
}
