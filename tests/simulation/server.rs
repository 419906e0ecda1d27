//! The model server's body for one connection.

use super::scenario::Server;

/// Bytes and the moments at which they are sent: what the log has already, then each event in its time.
pub(crate) fn body(server: &Server, last_event_id: &str, now: u64) -> Vec<(u64, Vec<u8>)> {
    let from = if server.resumes { last_event_id.parse::<u32>().map_or(0, |id| id + 1) } else { 0 };
    let mut parts: Vec<(u64, Vec<u8>)> = Vec::new();
    let mut retry = server.retry;
    for id in from..server.events {
        let mut text = String::new();
        if let Some(time) = retry.take() {
            text += &format!("retry: {time}\n");
        }
        text += &format!("id: {id}\ndata: {id}\ndata: é\n\n");
        let at = now.max(u64::from(id) * server.every);
        match parts.last_mut() {
            Some((last, bytes)) if *last == at => bytes.extend(text.bytes()),
            _ => parts.push((at, text.into_bytes())),
        }
    }
    parts
}
