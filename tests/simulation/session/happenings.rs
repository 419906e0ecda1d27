//! Changes of the page, of the network, and of the application.

use eventsource_wasm::session::Input;

use super::scenario::{Ending, Happening};
use super::weather::Weather;
use super::world::{Due, Outcome, World};

impl World<'_> {
    pub(crate) fn befall(&mut self, happening: Happening) -> Result<(), String> {
        match happening {
            Happening::Hidden => self.tell(Input::Hidden),
            Happening::Visible => self.tell(Input::Visible),
            Happening::Freeze => self.tell(Input::Freeze),
            Happening::Resume => self.tell(Input::Resume),
            Happening::PageHide => self.tell(Input::PageHide),
            Happening::PageShow => self.tell(Input::PageShow),
            Happening::Leaving(ends_connection) => {
                self.tell(Input::Leaving)?;
                self.current.filter(|_| ends_connection).map_or(Ok(()), |attempt| self.lose(attempt))
            }
            Happening::Offline => self.tell(Input::Offline),
            Happening::Online => self.tell(Input::Online),
            Happening::StrayWakeup => self.tell(Input::Wakeup),
            Happening::Reconnect => self.tell(Input::Reconnect),
            Happening::Close => self.tell(Input::Close),
            Happening::Busy(span) => {
                self.now += span;
                Ok(())
            }
            Happening::Sleep(span, monotonic_stands_still) => {
                self.now += span;
                if monotonic_stands_still {
                    self.unseen += span;
                }
                Ok(())
            }
            Happening::SilentFreeze(span) => {
                if !self.scenario.config.freezes_are_announced {
                    self.now += span;
                    if self.held.is_none() && self.oracle.is_open() {
                        self.deaf = self.current;
                    }
                }
                Ok(())
            }
            Happening::WallClock(by) => {
                self.wall_offset += by;
                Ok(())
            }
        }
    }

    /// The network changes, and streams may be lost.
    pub(crate) fn change(&mut self, weather: Weather) -> Result<(), String> {
        let streaming = self.current.filter(|_| weather.cuts_streams() && self.oracle.is_open());
        streaming.map_or(Ok(()), |attempt| self.happen(Due::Ended(attempt, Ending::Reset)))
    }

    pub(crate) fn lose(&mut self, attempt: u32) -> Result<(), String> {
        self.tell_of(attempt, Input::NetworkError { attempt, blocked: false })
    }

    /// Ends the faults: the page is shown, and pending requests fail.
    pub(crate) fn heal(&mut self) -> Result<(), String> {
        self.healed = true;
        self.outcome = Outcome { failures: self.oracle.failures().to_vec(), requests: self.requests };
        self.due.clear();
        self.taken()?;
        for input in [Input::Visible, Input::Online] {
            self.tell(input)?;
        }
        let hanging = self.current.filter(|attempt| self.deaf != Some(*attempt));
        hanging.map_or(Ok(()), |attempt| self.lose(attempt))
    }

    /// The application has taken all events, so delayed inputs arrive.
    pub(crate) fn taken(&mut self) -> Result<(), String> {
        let Some(held) = self.held.take() else { return Ok(()) };
        self.tell(Input::ReadingResumed)?;
        for due in held {
            self.happen(due)?;
        }
        Ok(())
    }
}
