//! The contents of a batch.

use super::super::text::{LARGE, PartialText};
use super::*;

/// A batch of events: type, last event ID, data lines.
pub(crate) fn batch(events: &[(&str, &str, &[&str])]) -> Batch {
    let mut batch = Batch::new();
    for (event_type, last_event_id, lines) in events {
        for line in *lines {
            batch.append_line(line.as_bytes());
        }
        batch.last_event_id_may_differ();
        batch.close(event_type, last_event_id, true);
    }
    batch
}

#[test]
fn what_repeats_is_written_once() {
    let batch = batch(&[("tick", "7", &["a"]), ("tick", "7", &["b"]), ("", "7", &["c"]), ("tick", "8", &["d"])]);
    assert_eq!(batch.text(), "atick7bcdtick8");
    let ids: Vec<_> = batch.events().map(|event| event.last_event_id).collect();
    assert_eq!(ids, ["7", "7", "7", "8"]);
}

#[test]
fn there_is_no_event_without_data_but_with_empty_data_there_is() {
    assert!(batch(&[("tick", "7", &[])]).is_empty());
    assert_eq!(batch(&[("tick", "7", &[""])]).len(), 1);
}

#[test]
fn what_is_suspended_is_in_no_batch_until_it_is_resumed() {
    for (events, text) in [(&[][..], "é"), (&[("", "", &["0"][..])][..], "0é")] {
        let mut first = batch(&[("t", "1", &["a"])]);
        let mut data = PartialText::default();
        first.append_line("é".as_bytes());
        first.suspend(&mut data);
        assert_eq!((first.text(), data.decoded()), ("at1", 3));

        let mut second = batch(events);
        second.resume(data.text(), 0);
        second.close("", "", false);
        assert_eq!((second.text(), data.decoded()), (text, 0));
    }
}

#[test]
fn a_cleared_batch_is_as_good_as_new() {
    let mut used = batch(&[("tick", "7", &["a"])]);
    used.set_retry(1);
    used.clear();
    assert_eq!((used.len(), used.text(), used.retry()), (0, "", None));
    used.append_line(b"b");
    used.close("tick", "7", false);
    let event = EventRef { event_type: Some("tick"), data: "b", last_event_id: "7" };
    assert_eq!(used.events().collect::<Vec<_>>(), [event]);
}

#[test]
fn a_cleared_batch_keeps_its_memory_but_not_that_of_a_huge_event() {
    for (length, kept) in [(LARGE / 2, LARGE / 2..=LARGE), (8 * LARGE, 0..=LARGE)] {
        let mut batch = batch(&[("", "", &[&"x".repeat(length)])]);
        batch.clear();
        assert!(kept.contains(&batch.text.capacity()));
    }
}
