//! The expected reaction to each input.

use eventsource_wasm::session::{Input, Millis, Next, Reason, Reconnect, ResponseHead};

use super::{Asks, Expected, Oracle, Phase};
use crate::wire::Arrival;

impl Oracle<'_> {
    pub(super) fn expect(&mut self, now: Millis, input: &Input<'_>, arrival: Arrival) -> Expected {
        let current = self.attempt;
        match (*input, self.phase) {
            (_, Phase::Closed) => Expected::Nothing,
            (Input::Start, Phase::Idle) => Expected::Attempt,
            // The other session had sent its request.
            (Input::TakeOver, Phase::Idle) => {
                self.may_have_been_processed = true;
                self.phase = Phase::Suspended(true);
                Expected::Return
            }
            (Input::Prepared { attempt, custom_headers }, Phase::Preparing(_)) if attempt == current => {
                self.custom_headers = custom_headers;
                let looks = std::mem::take(&mut self.server.looks_next) && self.may_look();
                Expected::Fetch(if looks { Asks::Look } else { Asks::Own })
            }
            (Input::PreparationFailed { attempt }, Phase::Preparing(_)) if attempt == current => {
                Expected::Failure(Reason::Headers, 0)
            }
            (Input::Response { attempt, head }, Phase::Requesting(_, asks)) if attempt == current => {
                self.judge_head(asks, head)
            }
            (Input::Bytes { attempt, .. }, Phase::Open(_)) if attempt == current => {
                self.silence.heard(now);
                self.noticed = None;
                if let Some(time) = arrival.retry {
                    self.policy.server_says(time);
                }
                Expected::Events(arrival)
            }
            (Input::End { attempt }, Phase::Open(_)) if attempt == current => Expected::Failure(Reason::End, 0),
            (Input::NetworkError { attempt, blocked }, Phase::Requesting(_, asks)) if attempt == current => {
                self.judge_loss(now, asks, blocked)
            }
            (Input::NetworkError { attempt, .. }, Phase::Open(_)) if attempt == current => self.lost(now),
            (
                Input::ErrorBodyRead { attempt } | Input::End { attempt } | Input::NetworkError { attempt, .. },
                Phase::ReadingErrorBody(_, reason, status),
            ) if attempt == current => self.refusal(reason, status),
            (Input::Probed { attempt, reachable }, Phase::Probing(_)) if attempt == current => {
                if reachable {
                    self.phase = Phase::Pausing(now);
                    Expected::Nothing
                } else {
                    self.lost(now)
                }
            }
            (Input::CredentialsRefreshed { attempt, renewed }, Phase::Refreshing(_)) if attempt == current => {
                match renewed {
                    Some(true) => {
                        self.is_refreshed = true;
                        Expected::Attempt
                    }
                    Some(false) => Expected::Failure(Reason::Unauthorized, 401),
                    None => Expected::Retry(Reason::Unauthorized, 401),
                }
            }
            (Input::CredentialsOutdated { attempt }, Phase::Refreshing(_)) if attempt == current => {
                self.is_refreshed = false;
                Expected::Attempt
            }
            (Input::RetryDecided { attempt, retry }, Phase::Deciding(reason, status, returns))
                if attempt == current =>
            {
                self.decided = Some(retry);
                self.may_have_been_processed &= retry != Some(true);
                if returns && self.next(reason, self.decided, false).is_none() {
                    Expected::Attempt
                } else {
                    Expected::Failure(reason, status)
                }
            }
            (Input::Wakeup, _) => Expected::Deadlines,
            (Input::Close, _) => Expected::Close,
            (Input::Visible | Input::Resume | Input::PageShow, Phase::Suspended(gave_up)) if !self.page.is_away() => {
                if gave_up {
                    Expected::Return
                } else {
                    Expected::Attempt
                }
            }
            _ => Expected::Nothing,
        }
    }

    fn judge_head(&mut self, asks: Asks, head: ResponseHead<'_>) -> Expected {
        if head.redirect && asks == Asks::Look {
            self.server.redirects = true;
            return Expected::Fetch(Asks::Followed);
        }
        self.server.answered = true;
        self.server.refusal = None;
        self.retry_after = head.retry_after.unwrap_or_default();
        let reason = match head.status {
            200 if head.content_type == Some("text/event-stream") => {
                self.server.was_redirected = head.redirected;
                return Expected::Announce;
            }
            // A native source would not have retried yet.
            _ if matches!(asks, Asks::Followed | Asks::Again) => return Expected::Failure(Reason::Network, 0),
            _ if head.redirect => return Expected::Failure(Reason::Redirect, 0),
            200 => Reason::ContentType,
            204 => Reason::NoContent,
            401 => Reason::Unauthorized,
            _ => Reason::Http,
        };
        if self.config.reads_error_body {
            Expected::ReadErrorBody(reason, head.status)
        } else {
            self.refusal(reason, head.status)
        }
    }

    pub(super) fn refusal(&mut self, reason: Reason, status: u16) -> Expected {
        if reason == Reason::Unauthorized && self.config.refreshes_credentials && !self.is_refreshed {
            Expected::Refresh(status)
        } else {
            Expected::Failure(reason, status)
        }
    }

    fn judge_loss(&mut self, now: Millis, asks: Asks, blocked: bool) -> Expected {
        if self.page.loses_by_leaving(now) {
            return Expected::Quiet;
        }
        let probes = self.config.probes_cors && self.is_repeatable();
        match asks {
            Asks::Again if blocked && !self.server.answered => Expected::Failure(Reason::Network, 0),
            _ if blocked && !self.server.answered => Expected::Failure(Reason::Blocked, 0),
            Asks::Look => Expected::Failure(Reason::Network, 0),
            Asks::Followed => Expected::Probe,
            Asks::Again => {
                let reason = if self.server.redirects { Reason::Redirect } else { Reason::Cors };
                self.server.refusal = Some(reason);
                Expected::Failure(reason, 0)
            }
            Asks::Own if self.server.refusal.is_some() => {
                Expected::Failure(self.server.refusal.unwrap_or(Reason::Network), 0)
            }
            Asks::Own if probes && !self.server.was_open => Expected::Probe,
            Asks::Own => {
                self.server.looks_next = self.may_look() && !self.server.was_redirected;
                Expected::Failure(Reason::Network, 0)
            }
        }
    }

    /// The network failed.
    pub(super) fn lost(&mut self, now: Millis) -> Expected {
        if self.page.loses_by_leaving(now) { Expected::Quiet } else { Expected::Failure(Reason::Network, 0) }
    }

    fn may_look(&self) -> bool {
        self.config.looks_for_redirects && self.is_repeatable() && self.follows()
    }

    /// Returns the next step after a failure; `None` means that it reconnects.
    pub(super) fn next(&self, reason: Reason, decided: Option<Option<bool>>, unasked: bool) -> Option<Next> {
        let is_final = matches!(
            reason,
            Reason::Http
                | Reason::NoContent
                | Reason::ContentType
                | Reason::Cors
                | Reason::Blocked
                | Reason::Redirect
                | Reason::Unauthorized
        );
        let resumable = self.is_repeatable() || reason == Reason::Headers;
        match decided {
            Some(Some(false)) => Some(Next::Fatal),
            None | Some(None) if is_final && !unasked => Some(Next::Fatal),
            None | Some(None) if !resumable && !unasked => Some(Next::NotRepeatable),
            _ if self.config.reconnect == Reconnect::Never => Some(Next::Fatal),
            _ if self.config.reconnect == Reconnect::OnError && reason == Reason::End => Some(Next::Fatal),
            _ => None,
        }
    }

    /// Whether another connection could replace the current one, by the default rules.
    pub(super) fn may_come_back(&self) -> bool {
        self.next(Reason::Network, None, false).is_none()
    }
}
