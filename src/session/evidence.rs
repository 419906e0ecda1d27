//! The observations about the server, and the conclusions from a lost request.
//!
//! `fetch` reports a CORS refusal, after which the standard closes a source, and a lost connection, after which it
//! reconnects, by the same error. Where no stream was open yet, three requests can distinguish them: the stream's own
//! request fails, a request that needs no permission to read succeeds, and the stream's own request, repeated, fails again.
//! Where a stream has been open, a restart of the server explains the three equally well, so nothing is concluded from them.
//!
//! The same applies to a redirect from the page's own origin to another one that refuses, such as a login page: a request
//! that does not follow redirects detects it. Where the stream itself came through a redirect, this proves nothing.

use super::failure::Reason;
use super::state::Purpose;

#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// The page could read at least one response.
    answered: bool,
    /// At least one stream was open.
    opened: bool,
    /// The last stream came through a redirect.
    redirected: bool,
    /// The detected refusal. While it holds, no further requests look for it.
    refusal: Option<Reason>,
    /// The last attempt was lost, so the next one first checks for a redirect.
    detects_redirect_next: bool,
}

/// The check that a source may make when a request is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inquiry {
    /// None: the options forbid it, or the request must not be repeated.
    None,
    /// For a CORS refusal, by a server of another origin.
    Cors,
    /// For a redirect, by the page's own origin.
    Redirect,
}

/// The step after a lost request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The attempt has failed.
    Fail(Reason),
    /// Probe whether the server answers.
    Probe,
}

impl Evidence {
    /// A response was received, whatever it is.
    pub(super) const fn answered(&mut self) {
        self.answered = true;
        self.refusal = None;
    }

    /// The stream is open.
    pub(super) const fn opened(&mut self, redirected: bool) {
        self.opened = true;
        self.redirected = redirected;
    }

    /// The purpose of an attempt's first request. After a loss every other attempt checks for a redirect: a service worker
    /// that follows redirects itself makes each check fail.
    pub(super) fn first_purpose(&mut self, inquiry: Inquiry) -> Purpose {
        let looks = core::mem::take(&mut self.detects_redirect_next);
        if looks && inquiry == Inquiry::Redirect { Purpose::DetectRedirect } else { Purpose::Stream }
    }

    /// `blocked`: the browser seems to have blocked the request. It never blocks a server that has answered before.
    pub(super) fn after_loss(&mut self, purpose: Purpose, blocked: bool, inquiry: Inquiry) -> Step {
        match purpose {
            _ if blocked && !self.answered => {
                Step::Fail(if purpose.is_extra() { Reason::Network } else { Reason::Blocked })
            }
            Purpose::DetectRedirect => Step::Fail(Reason::Network),
            Purpose::Follow => Step::Probe,
            Purpose::Repeat { redirect } => {
                let reason = if redirect { Reason::Redirect } else { Reason::Cors };
                self.refusal = Some(reason);
                Step::Fail(reason)
            }
            Purpose::Stream => self.after_stream_lost(inquiry),
        }
    }

    fn after_stream_lost(&mut self, inquiry: Inquiry) -> Step {
        match (self.refusal, inquiry) {
            (Some(reason), _) => Step::Fail(reason),
            (None, Inquiry::Cors) if !self.opened => Step::Probe,
            (None, Inquiry::Redirect) => {
                self.detects_redirect_next = !self.redirected;
                Step::Fail(Reason::Network)
            }
            (None, Inquiry::None | Inquiry::Cors) => Step::Fail(Reason::Network),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STREAM: Purpose = Purpose::Stream;
    const LOST: Step = Step::Fail(Reason::Network);

    #[test]
    fn what_was_never_open_is_probed_at_once() {
        let mut evidence = Evidence::default();
        assert_eq!(evidence.after_loss(STREAM, false, Inquiry::Cors), Step::Probe);
        assert_eq!(evidence.after_loss(STREAM, false, Inquiry::None), LOST);
    }

    #[test]
    fn what_has_been_open_is_lost_and_not_refused_by_cors() {
        let mut evidence = Evidence::default();
        evidence.opened(false);
        assert_eq!(evidence.after_loss(STREAM, false, Inquiry::Cors), LOST);
    }

    #[test]
    fn every_other_attempt_after_a_loss_looks_for_a_redirect() {
        let mut evidence = Evidence::default();
        assert_eq!(evidence.first_purpose(Inquiry::Redirect), STREAM);
        assert_eq!(evidence.after_loss(STREAM, false, Inquiry::Redirect), LOST);
        let look = evidence.first_purpose(Inquiry::Redirect);
        assert_eq!(look, Purpose::DetectRedirect);
        assert_eq!(evidence.after_loss(look, false, Inquiry::Redirect), LOST);
        assert_eq!(evidence.first_purpose(Inquiry::Redirect), STREAM, "a look that failed shows nothing");
    }

    #[test]
    fn a_stream_that_comes_through_a_redirect_is_not_looked_into() {
        let mut evidence = Evidence::default();
        evidence.opened(true);
        assert_eq!(evidence.after_loss(STREAM, false, Inquiry::Redirect), LOST);
        assert_eq!(evidence.first_purpose(Inquiry::Redirect), STREAM);
    }

    #[test]
    fn only_what_was_never_answered_is_blocked() {
        let mut evidence = Evidence::default();
        assert_eq!(evidence.after_loss(STREAM, true, Inquiry::Cors), Step::Fail(Reason::Blocked));
        let repeat = Purpose::Repeat { redirect: false };
        assert_eq!(evidence.after_loss(repeat, true, Inquiry::Cors), LOST, "its own request was let out");
        evidence.answered();
        assert_eq!(evidence.after_loss(STREAM, true, Inquiry::Cors), Step::Probe);
    }

    #[test]
    fn a_refusal_stands_until_an_answer_can_be_read() {
        let mut evidence = Evidence::default();
        let repeat = Purpose::Repeat { redirect: false };
        assert_eq!(evidence.after_loss(repeat, false, Inquiry::Cors), Step::Fail(Reason::Cors));
        assert_eq!(
            evidence.after_loss(STREAM, false, Inquiry::Cors),
            Step::Fail(Reason::Cors),
            "without another probe"
        );
        evidence.answered();
        assert_eq!(evidence.after_loss(STREAM, false, Inquiry::Cors), Step::Probe);
    }
}
