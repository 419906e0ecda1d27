//! The events of a chunk: one text, and ranges into it.

use alloc::string::String;
use alloc::vec::Vec;
use core::mem;

use super::notes::{LineKind, Notes};
use super::text::{PartialText, append_decoded, empty};

/// Finished events, with their text in one buffer.
///
/// JavaScript decodes the text once per chunk and cuts the strings out of it, which costs far less than copying each event's
/// strings separately. A batch can be cleared and filled again, so that a steady stream allocates nothing.
#[derive(Debug, Default)]
pub struct Batch<N = ()> {
    /// For each event: its data, then its type and last event ID unless they equal those of the event before. After the last
    /// event: the data lines of the unfinished block, each with its LF.
    pub(super) text: String,
    /// The UTF-16 units that were handed over before and belong in front of the text.
    handed_over: usize,
    /// The end of the last event, where the unfinished block's data begins.
    closed: usize,
    pub(super) entries: Vec<Entry>,
    /// The current last event ID equals that of the last entry.
    id_is_current: bool,
    retry: Option<u64>,
    notes: N,
}

/// The ranges of an event's strings in the text. An empty type means `message`.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Entry {
    pub(super) event_type: Span,
    pub(super) last_event_id: Span,
    pub(super) data: Span,
    /// The event's own block has an `id`.
    pub(super) has_id: bool,
}

/// A range of the text, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Span {
    fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// One event of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventRef<'b> {
    /// The event's type; `None` is `message`.
    pub event_type: Option<&'b str>,
    /// The data lines, joined by LF.
    pub data: &'b str,
    /// The last event ID string when the event was dispatched, whether or not its block had an `id`.
    pub last_event_id: &'b str,
}

impl Batch {
    /// An empty batch.
    pub const fn new() -> Self {
        Self::with_notes(())
    }
}

impl<N> Batch<N> {
    /// An empty batch that keeps lines other than events.
    pub const fn with_notes(notes: N) -> Self {
        Self {
            text: String::new(),
            handed_over: 0,
            closed: 0,
            entries: Vec::new(),
            id_is_current: false,
            retry: None,
            notes,
        }
    }
}

impl<N: Notes> Batch<N> {
    /// The lines that are not part of an event.
    pub fn notes(&self) -> &N {
        &self.notes
    }

    /// Mutable access, to choose the kinds of lines to keep.
    pub fn notes_mut(&mut self) -> &mut N {
        &mut self.notes
    }

    /// Removes everything, and keeps the memory for the next chunk.
    pub fn clear(&mut self) {
        empty(&mut self.text);
        self.handed_over = 0;
        self.closed = 0;
        self.entries.clear();
        self.id_is_current = false;
        self.retry = None;
        self.notes.clear();
    }

    /// Whether there is no event. There may still be a `retry`.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The number of events.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// The text that [`Batch::write_table`] refers to, followed by the text that
    /// [`Parser::hand_over`](super::Parser::hand_over) has appended.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The UTF-16 units that earlier batches have handed over and that belong in front of this batch's text: the beginning
    /// of its first event's data, or of an event that is still unfinished. Zero if there are none.
    pub fn handed_over(&self) -> usize {
        self.handed_over
    }

    /// The events in order. The first one's data lacks the part that was handed over before.
    pub fn events(&self) -> impl ExactSizeIterator<Item = EventRef<'_>> {
        self.entries.iter().map(|entry| EventRef {
            event_type: Some(entry.event_type.of(&self.text)).filter(|name| !name.is_empty()),
            data: entry.data.of(&self.text),
            last_event_id: entry.last_event_id.of(&self.text),
        })
    }

    /// The last reconnection time that the stream has set, in milliseconds. Larger numbers saturate at `u64::MAX`.
    pub fn retry(&self) -> Option<u64> {
        self.retry
    }
}

/// The methods with which the parser fills a batch.
impl<N: Notes> Batch<N> {
    #[inline]
    pub(super) fn wants(&self, kind: LineKind) -> bool {
        self.notes.wants(kind)
    }

    #[inline]
    pub(super) fn note(&mut self, kind: LineKind, line: &[u8]) {
        self.notes.note(kind, line, self.entries.len());
    }

    /// Notes that the next event's last event ID may differ from that of the last entry.
    pub(super) fn last_event_id_may_differ(&mut self) {
        self.id_is_current = false;
    }

    pub(super) fn set_retry(&mut self, milliseconds: u64) {
        self.retry = Some(milliseconds);
    }

    /// Appends a line and its LF to the data of the unfinished block. Returns by how many bytes the decoded line is longer
    /// than `value`.
    #[inline]
    pub(super) fn append_line(&mut self, value: &[u8]) -> usize {
        let more = append_decoded(&mut self.text, value);
        self.text.push('\n');
        more
    }

    /// Moves the data of the unfinished block out, to keep it until the next chunk.
    pub(super) fn suspend(&mut self, data: &mut PartialText) {
        data.text().push_str(self.text.get(self.closed..).unwrap_or_default());
        self.text.truncate(self.closed);
    }

    /// Takes the data of an unfinished block, which `handed_over` units precede. Returns the number of units taken.
    pub(super) fn take_over(&mut self, data: &mut PartialText, handed_over: usize) -> usize {
        if self.is_empty() {
            self.handed_over = handed_over;
        }
        data.hand_over(&mut self.text)
    }

    /// Takes the data of an earlier chunk back, now that its block has ended, and leaves `data` empty.
    pub(super) fn resume(&mut self, data: &mut String, handed_over: usize) {
        self.handed_over += handed_over;
        if self.text.is_empty() {
            // A block that began in an earlier chunk is the first of this one, so this is the usual case. The buffers are
            // swapped, so that the data of a long event is not copied.
            mem::swap(&mut self.text, data);
        } else {
            self.text.push_str(data);
            data.clear();
        }
    }

    /// Makes an event of the block's data. There is none without data.
    #[inline]
    pub(super) fn close(&mut self, event_type: &str, last_event_id: &str, has_id: bool) {
        if has_id {
            self.note(LineKind::Id, last_event_id.as_bytes());
        }
        if self.text.len() == self.closed {
            return;
        }
        // > If the data buffer's last character is a U+000A LINE FEED (LF) character, then remove the last character
        self.text.pop();
        let data = Span { start: self.closed, end: self.text.len() };
        let before = self.entries.last().copied().unwrap_or_default();
        let event_type = self.share(before.event_type, event_type);
        let last_event_id =
            if self.id_is_current { before.last_event_id } else { self.share(before.last_event_id, last_event_id) };
        self.id_is_current = true;
        self.closed = self.text.len();
        self.entries.push(Entry { event_type, last_event_id, data, has_id });
    }

    /// Removes the data of a block that never ends.
    pub(super) fn abandon(&mut self) {
        self.text.truncate(self.closed);
    }

    /// The range of `value`: that of the event before if it is equal, else a new one.
    fn share(&mut self, before: Span, value: &str) -> Span {
        if before.of(&self.text) == value {
            return before;
        }
        let start = self.text.len();
        self.text.push_str(value);
        Span { start, end: self.text.len() }
    }
}
